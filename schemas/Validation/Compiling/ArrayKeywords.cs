using System.Text.Json;
using CityOps.Schemas.Validation.Plans;

namespace CityOps.Schemas.Validation.Compiling;

/// <summary>Keywords of arrays.</summary>
internal static class ArrayKeywords
{
    private static readonly string[] All = ["prefixItems", "items", "contains", "minItems", "maxItems", "uniqueItems"];

    public static void Read(SchemaCompiler compiler, SchemaPlace place, Node node)
    {
        if (!All.Any(keyword => place.TryGet(keyword, out _)))
        {
            return;
        }

        node.Arrays = new ArrayRules
        {
            Prefix = [.. place.SchemaList("prefixItems").Select(compiler.Compile)],
            Items = place.Schema("items") is { } items ? compiler.Compile(items) : null,
            Contains = place.Schema("contains") is { } contains ? compiler.Compile(contains) : null,
            MinContains = place.Count("minContains", 1),
            MaxContains = place.Count("maxContains", int.MaxValue),
            MinItems = place.Count("minItems", 0),
            MaxItems = place.Count("maxItems", int.MaxValue),
            Unique = ReadUnique(place),
        };
    }

    private static bool ReadUnique(SchemaPlace place) =>
        place.TryGet("uniqueItems", out var unique) && unique.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw place.BadKeyword("uniqueItems", "true or false"),
        };
}
