using System.Text.Json;

namespace CityOps.Schemas.Publication;

/// <summary>One schema inside a document: where it stands, which base URI holds there, and its keywords.</summary>
internal sealed record Subschema(string Pointer, Uri? Base, JsonElement Keywords)
{
    /// <summary>The pointer of one of its keywords.</summary>
    public string At(string keyword) => Pointer + "/" + Escape(keyword);

    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
