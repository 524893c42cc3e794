using System.Text.Json.Nodes;

namespace CityOps.Schemas.Tables.Examples;

/// <summary>A small geometry of each kind, at one place.</summary>
internal static class ExampleGeometry
{
    public static JsonObject Of(string type) => new()
    {
        ["type"] = type,
        ["coordinates"] = type switch
        {
            "Point" => Position(0, 0),
            "LineString" or "MultiPoint" => Line(),
            "Polygon" => new JsonArray(Ring()),
            "MultiLineString" => new JsonArray(Line()),
            _ => new JsonArray(new JsonArray(Ring())),
        },
    };

    private static JsonArray Line() => new(Position(0, 0), Position(1, 1));

    private static JsonArray Ring() => new(Position(0, 0), Position(1, 0), Position(1, 1), Position(0, 1), Position(0, 0));

    private static JsonArray Position(int east, int north) => new(117.281m + (east * 0.001m), 31.861m + (north * 0.001m));
}
