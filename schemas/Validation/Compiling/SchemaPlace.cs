using System.Text.Json;

namespace CityOps.Schemas.Validation.Compiling;

/// <summary>A schema where it stands: its document, the pointer from the document's root, and the URI that references in it are relative to.</summary>
internal readonly record struct SchemaPlace(string Document, string Pointer, JsonElement Schema, Uri Base)
{
    /// <summary>What the compiler found out on the way here.</summary>
    public DynamicScope Scope { get; init; } = DynamicScope.Empty;

    /// <summary>Which keywords mean something here.</summary>
    public Dialect Dialect { get; init; } = Dialect.Standard;

    public (string, string, string) Key => (Document, Pointer, Scope.Key);

    /// <summary>A place inside this one; the base changes where a schema there names itself.</summary>
    public SchemaPlace At(JsonElement schema, params ReadOnlySpan<string> segments)
    {
        var pointer = Pointer;
        foreach (var segment in segments)
        {
            pointer += "/" + segment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        }

        return new SchemaPlace(Document, pointer, schema, SchemaUri.BaseOf(schema, Base)) { Scope = Scope, Dialect = Dialect };
    }

    public SchemaException Fault(string name, string reason) => new(name, Document + Pointer, reason);

    public SchemaException BadKeyword(string keyword, string expected) =>
        new("bad-schema", $"{Document}{Pointer}/{keyword}", $"'{keyword}' must be {expected}");
}
