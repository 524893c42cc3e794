using System.Text.Json;
using System.Text.Json.Nodes;

namespace CityOps.Schemas.Catalogue;

/// <summary>样例记录: the standard's own example of a dataset, told as if by a given platform.</summary>
public static class ExampleRecord
{
    /// <param name="region">Where the record is said to come from.</param>
    /// <returns>Null where the standard has no example that passes.</returns>
    public static byte[]? Of(DatasetVersion version, string platform, string region)
    {
        var example = SchemaExamples.Of(version).FirstOrDefault(one => one.Name.StartsWith("pass", StringComparison.Ordinal) && one.Content.GetProperty("op").GetString() == "I");
        if (example is null)
        {
            return null;
        }

        var record = JsonSerializer.Deserialize<JsonObject>(example.Content)!;
        var id = record["recordId"]!.GetValue<string>();
        var parts = id[(id.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('/');
        record["recordId"] = $"{platform}:{string.Join('/', parts.Select((part, at) => parts.Length == version.Key.Count && version.Key[at] == "regionCode" ? region : part))}";
        record["sourcePlatform"] = platform;
        record["regionCode"] = region;
        if (version.Addressee is { } addressee)
        {
            record[addressee[1..]] = new JsonArray(region);
        }

        return JsonSerializer.SerializeToUtf8Bytes(record);
    }
}
