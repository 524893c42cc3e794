using System.Runtime.CompilerServices;
using System.Text.Json;
using CityOps.Schemas.Catalogue;

namespace CityOps.Hub.Catalog;

/// <summary>共享类型 (domain.md 4.1): 1 无条件, 2 有条件, 3 不予共享.</summary>
public enum ShareType
{
    Unconditional = 1,
    Conditional = 2,
    Denied = 3,
}

/// <summary>What the data standard says of a dataset besides its fields: how it is shared, how often it is due, how urgent it is.</summary>
/// <param name="Frequency">更新频率 (domain.md 4.7), such as <c>10min</c>, <c>day</c>, <c>event</c>; the first where there are several.</param>
/// <param name="Priority">P0 to P3 (domain.md 4.3.8); the importance in the standard's table.</param>
public sealed record DatasetTraits(ShareType Share, string Frequency, string Priority, string Category, string Owner)
{
    private static readonly ConditionalWeakTable<DatasetVersion, DatasetTraits> Known = [];

    public static DatasetTraits Of(DatasetVersion version) => Known.GetValue(version, static one => Read(one));

    private static DatasetTraits Read(DatasetVersion version)
    {
        using var schema = JsonDocument.Parse(version.SchemaBytes);
        var root = schema.RootElement;
        string Text(string name, string otherwise) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : otherwise;
        return new DatasetTraits(
            Text("x-share", "cond") switch
            {
                "open" => ShareType.Unconditional,
                "deny" => ShareType.Denied,
                _ => ShareType.Conditional,
            },
            root.TryGetProperty("x-frequency", out var often) && often.ValueKind == JsonValueKind.Array && often.GetArrayLength() > 0 ? often[0].GetString()! : "event",
            Text("x-priority", "P2"), Text("x-category", ""), Text("x-owner", ""));
    }
}
