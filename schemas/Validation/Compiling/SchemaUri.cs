using System.Text.Json;

namespace CityOps.Schemas.Validation.Compiling;

/// <summary>How schemas name themselves and each other.</summary>
internal static class SchemaUri
{
    /// <summary>Where a document stands that says nothing about itself; the name can never be a real host.</summary>
    public static readonly Uri Unnamed = new("https://schema.invalid/");

    public static Uri BaseOf(JsonElement schema, Uri around) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$id", out var id) && id.ValueKind == JsonValueKind.String
            ? Resolve(around, id.GetString()!) ?? around
            : around;

    /// <summary>Null where it is no reference.</summary>
    public static Uri? Resolve(Uri around, string reference)
    {
        if (reference.StartsWith('#'))
        {
            return new Uri(Whole(around) + reference);
        }

        if (Uri.TryCreate(reference, UriKind.Absolute, out var absolute) && !absolute.IsFile)
        {
            return absolute;
        }

        return Uri.TryCreate(around, reference, out var resolved) ? resolved : null;
    }

    /// <summary>The URI of the whole resource, without fragment.</summary>
    public static string Whole(Uri uri)
    {
        var text = uri.AbsoluteUri;
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? text : text[..hash];
    }

    public static string Fragment(Uri uri)
    {
        var text = uri.OriginalString;
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? "" : Uri.UnescapeDataString(text[(hash + 1)..]);
    }
}
