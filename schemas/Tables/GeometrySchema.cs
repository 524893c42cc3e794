using System.Text.Json.Nodes;

namespace CityOps.Schemas.Tables;

/// <summary>几何: GeoJSON geometries (RFC 7946) within China, in CGCS2000 degrees and of bounded size.</summary>
internal static class GeometrySchema
{
    private const int MostPositions = 10_000;
    private const int MostParts = 100;

    // Each type by the definition its coordinates keep.
    private static readonly (string Type, string Coordinates)[] Types =
    [
        ("Point", "position"), ("LineString", "line"), ("Polygon", "polygon"),
        ("MultiPoint", "line"), ("MultiLineString", "lines"), ("MultiPolygon", "polygons"),
    ];

    public static void AddUse(JsonObject schema, IReadOnlyList<string> only)
    {
        schema["$ref"] = "#/$defs/geometry";
        if (only.Count > 0)
        {
            schema["properties"] = new JsonObject { ["type"] = new JsonObject { ["enum"] = Names(only) } };
        }
    }

    public static JsonObject Definitions() => new()
    {
        ["position"] = new JsonObject
        {
            ["type"] = "array",
            ["minItems"] = 2,
            ["prefixItems"] = new JsonArray(Number(73, 136), Number(3, 54), Number(-1000, 10_000)),
            ["items"] = false,
        },
        ["line"] = ListOf("position", 2, MostPositions),
        ["lines"] = ListOf("line", 1, MostParts),
        ["ring"] = ListOf("position", 4, MostPositions),
        ["polygon"] = ListOf("ring", 1, MostParts),
        ["polygons"] = ListOf("polygon", 1, MostParts),
        ["geometry"] = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = new JsonArray("type", "coordinates"),
            ["properties"] = new JsonObject { ["type"] = new JsonObject { ["enum"] = Names(Types.Select(type => type.Type)) }, ["coordinates"] = new JsonObject { ["type"] = "array" } },
            ["allOf"] = new JsonArray([.. Types.Select(type => When(type.Type, type.Coordinates))]),
        },
    };

    private static JsonObject When(string type, string coordinates) => new()
    {
        ["if"] = new JsonObject { ["required"] = new JsonArray("type"), ["properties"] = new JsonObject { ["type"] = new JsonObject { ["const"] = type } } },
        ["then"] = new JsonObject { ["properties"] = new JsonObject { ["coordinates"] = new JsonObject { ["$ref"] = "#/$defs/" + coordinates } } },
    };

    private static JsonObject ListOf(string what, int fewest, int most) => new()
    {
        ["type"] = "array",
        ["minItems"] = fewest,
        ["maxItems"] = most,
        ["items"] = new JsonObject { ["$ref"] = "#/$defs/" + what },
    };

    private static JsonObject Number(int least, int most) => new() { ["type"] = "number", ["minimum"] = least, ["maximum"] = most };

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => JsonValue.Create(name))]);
}
