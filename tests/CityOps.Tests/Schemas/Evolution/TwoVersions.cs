using System.Text.Json.Nodes;
using CityOps.Schemas.Catalogue;

namespace CityOps.Tests.Schemas.Evolution;

/// <summary>
/// The city's case in two major versions: 2 calls the address <c>location</c>, asks for the weather, has a fifth urgency
/// and no longer the small class's name; with converters both ways. A case of urgency 9 has no way back.
/// </summary>
internal static class TwoVersions
{
    private const string Converters = """
        [
          { "from": 1, "to": 2, "steps": [
            { "rename": { "from": "address", "to": "location" } },
            { "default": { "member": "weather", "value": "未知" } },
            { "drop": { "member": "smallName", "notice": "2.0 起以小类代码为准" } } ] },
          { "from": 2, "to": 1, "steps": [
            { "rename": { "from": "location", "to": "address" } },
            { "drop": { "member": "weather", "notice": "1.0 没有此字段" } },
            { "map": { "member": "urgency", "codes": { "5": "4" } } } ] }
        ]
        """;

    public static SchemaSet Set => With(Converters);

    public static DatasetVersion First => Set.Find("MG-01", 1)!;

    public static DatasetVersion Second => Set.Find("MG-01", 2)!;

    /// <summary>The standard with a second version of the case, declaring these converters.</summary>
    public static SchemaSet With(string converters, Action<JsonObject>? change = null)
    {
        var root = JsonNode.Parse(Versions.Case)!.AsObject();
        root["$id"] = "urn:cityops:schema:MG-01:2.0.0";
        root["x-version"] = "2.0.0";
        root["x-converters"] = JsonNode.Parse(converters);
        var properties = root["properties"]!.AsObject();
        properties["location"] = properties["address"]!.DeepClone();
        properties.Remove("address");
        properties.Remove("smallName");
        properties["weather"] = JsonNode.Parse("""{ "title": "天气", "type": "string", "minLength": 1, "maxLength": 20 }""");
        properties["urgency"]!["enum"] = new JsonArray("1", "2", "3", "4", "5", "9");
        root["required"] = new JsonArray([.. root["required"]!.AsArray().Select(name => (JsonNode)(name!.GetValue<string>() == "address" ? "location" : name.GetValue<string>())), "weather"]);
        change?.Invoke(root);
        return SchemaSet.Compile([.. SchemaSet.Standard.All.Select(version => version.SchemaBytes), Versions.Bytes(root)]);
    }

    /// <summary>A case of version 1 as version 2 writes it.</summary>
    public static JsonObject AsSecond(JsonObject first)
    {
        first["schemaVersion"] = "2.0.0";
        if (first["address"] is { } address)
        {
            first.Remove("address");
            first.Remove("smallName");
            first["location"] = address;
            first["weather"] = "晴";
        }

        return first;
    }
}
