using System.Text.Json;

namespace CityOps.Schemas.Validation.Compiling;

/// <summary>Keywords that say something to people and programs and judge no value: only their own shape is looked at.</summary>
internal static class RemarkKeywords
{
    private static readonly string[] Names =
        ["$schema", "$id", "$anchor", "$dynamicAnchor", "$comment", "$defs", "$vocabulary", "title", "description", "default", "deprecated", "examples", "readOnly", "writeOnly"];

    private static readonly string[] Texts = ["$comment", "title", "description", "contentEncoding", "contentMediaType"];

    private static readonly string[] Flags = ["deprecated", "readOnly", "writeOnly"];

    /// <summary>A reference beside such keywords only stands alone.</summary>
    public static bool Contains(string keyword) => Array.IndexOf(Names, keyword) >= 0 || keyword.StartsWith("x-", StringComparison.Ordinal);

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
