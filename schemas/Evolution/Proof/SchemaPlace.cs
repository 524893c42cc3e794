using System.Globalization;
using System.Text.Json;

namespace CityOps.Schemas.Evolution.Proof;

/// <summary>One schema inside its document.</summary>
internal sealed record SchemaPlace(SchemaSource Source, JsonElement Schema, string Pointer)
{
    /// <summary>A URI reference that means this place.</summary>
    public string Key { get; } = Source.Name + "#" + string.Join('/', Pointer.Split('/').Select(Uri.EscapeDataString));

    public bool IsObject => Schema.ValueKind == JsonValueKind.Object;

    public bool Has(string keyword) => IsObject && Schema.TryGetProperty(keyword, out _);

    public bool TryGet(string keyword, out JsonElement value)
    {
        value = default;
        return IsObject && Schema.TryGetProperty(keyword, out value);
    }

    public string? Text(string keyword) => TryGet(keyword, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A count; larger than any record is as good as the largest.</summary>
    public int? Count(string keyword) => TryGet(keyword, out var value) && value.TryGetDecimal(out var count) ? (int)Math.Min(count, int.MaxValue) : null;

    public IReadOnlyList<string> Names(string keyword) =>
        TryGet(keyword, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(name => name.GetString()!)] : [];

    public SchemaPlace? Child(string token) => Schema.ValueKind switch
    {
        JsonValueKind.Object when Schema.TryGetProperty(token, out var member) => new SchemaPlace(Source, member, Below(token)),
        JsonValueKind.Array when int.TryParse(token, out var index) && index >= 0 && index < Schema.GetArrayLength() => new SchemaPlace(Source, Schema[index], Below(token)),
        _ => null,
    };

    public IEnumerable<SchemaPlace> Children() => Schema.ValueKind switch
    {
        JsonValueKind.Object => Schema.EnumerateObject().Select(member => new SchemaPlace(Source, member.Value, Below(member.Name))),
        JsonValueKind.Array => Schema.EnumerateArray().Select((item, i) => new SchemaPlace(Source, item, Below(i.ToString(CultureInfo.InvariantCulture)))),
        _ => [],
    };

    public IReadOnlyList<SchemaPlace> List(string keyword) => Child(keyword) is { Schema.ValueKind: JsonValueKind.Array } list ? [.. list.Children()] : [];

    public IReadOnlyList<(string Name, SchemaPlace Schema)> Map(string keyword) => Child(keyword) is { Schema.ValueKind: JsonValueKind.Object } map
        ? [.. map.Schema.EnumerateObject().Select(member => (member.Name, map.Child(member.Name)!))]
        : [];

    private string Below(string token) => $"{Pointer}/{token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
