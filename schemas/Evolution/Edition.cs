using CityOps.Schemas.Evolution.Proof;
using CityOps.Schemas.Validation;

namespace CityOps.Schemas.Evolution;

/// <summary>One side of a comparison, with the words for it.</summary>
internal sealed record Edition(SchemaSource Source, JsonSchema Schema, string Version, string Chinese, string English)
{
    public static Edition Read(ReadOnlyMemory<byte> utf8, string chinese, string english)
    {
        var schema = JsonSchema.Compile(utf8);
        var source = SchemaSource.Read(utf8);
        var version = source.Root.Text("x-version") ?? "";
        return version.Length == 0
            ? new Edition(source, schema, "", chinese, english)
            : new Edition(source, schema, version, $"{chinese} {version}", $"{english} {version}");
    }
}
