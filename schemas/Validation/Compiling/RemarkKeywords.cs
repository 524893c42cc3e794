using System.Text.Json;

namespace CityOps.Schemas.Validation.Compiling;

/// <summary>Keywords that say something to people and programs and judge no value: only their own shape is looked at.</summary>
internal static class RemarkKeywords
{
    private static readonly string[] Names =
        ["$schema", "$id", "$anchor", "$dynamicAnchor", "$comment", "$defs", "$vocabulary", "title", "description", "default", "deprecated", "examples", "readOnly", "writeOnly"];

    private static readonly string[] Texts = ["$comment", "title", "description", "contentEncoding", "contentMediaType"];

    private const int SensitiveFrom = 3;

    private static readonly string[] Flags = ["deprecated", "readOnly", "writeOnly"];

    /// <summary>A reference beside such keywords only stands alone.</summary>
    public static bool Contains(string keyword) => Array.IndexOf(Names, keyword) >= 0 || keyword.StartsWith("x-", StringComparison.Ordinal);

    /// <summary>Field level 3 or above of the data standard: personal, or not for everybody.</summary>
    public static bool IsSensitive(SchemaPlace place) =>
        place.TryGet("x-level", out var level) && level.ValueKind == JsonValueKind.Number && level.TryGetInt32(out var number) && number >= SensitiveFrom;

    public static void Read(SchemaCompiler compiler, SchemaPlace place)
    {
        foreach (var keyword in Texts)
        {
            place.Text(keyword);
        }

        foreach (var keyword in Flags)
        {
            if (place.TryGet(keyword, out var flag) && flag.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                throw place.BadKeyword(keyword, "true or false");
            }
        }

        if (place.TryGet("examples", out var examples) && examples.ValueKind != JsonValueKind.Array)
        {
            throw place.BadKeyword("examples", "a list of values");
        }

        if (place.TryGet("$vocabulary", out var listed)
            && (listed.ValueKind != JsonValueKind.Object || listed.EnumerateObject().Any(v => v.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))))
        {
            throw place.BadKeyword("$vocabulary", "an object of vocabulary names, each true or false");
        }

        if (place.Schema("contentSchema") is { } content)
        {
            compiler.Compile(content);
        }
    }
}
