using System.Globalization;
using System.Text.Json;

namespace CityOps.Portal.Data;

/// <summary>A dataset of the comprehensive store.</summary>
/// <param name="Applied">Revisions taken since the store began.</param>
public sealed record HeldDataset(string Dataset, string Title, long Applied);

public sealed record HeldDatasets(int Total, int Held, IReadOnlyList<HeldDataset> Items);

/// <summary>One member of a dataset's records as its schema describes it.</summary>
public sealed record DataField(string Name, string Title, string Type, int Level, bool Key, bool Header, bool Required)
{
    public string? Unit { get; init; }

    /// <summary>Names by code, where it holds codes of a short list.</summary>
    public IReadOnlyDictionary<string, string>? Codes { get; init; }

    public string TitleWithUnit => Unit is { Length: > 0 } unit ? $"{Title}（{unit}）" : Title;

    /// <summary>A value for people: the name beside a code, lists with commas, times as on every page.</summary>
    public string Tell(JsonElement record) => record.TryGetProperty(Name, out var value) ? Words(value) : Shown.Nothing;

    private string Words(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => Shown.Nothing,
        JsonValueKind.True => "是",
        JsonValueKind.False => "否",
        JsonValueKind.Array => string.Join("，", value.EnumerateArray().Select(Words)),
        JsonValueKind.Object => value.GetRawText(),
        JsonValueKind.String when Codes is { } codes && codes.TryGetValue(value.GetString()!, out var name) => $"{name}（{value.GetString()}）",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}

public sealed record DatasetSheet(string Dataset, string Title, string Version, string Interface, IReadOnlyList<DataField> Fields)
{
    private const int MostColumns = 5;

    /// <summary>What a table shows beside the record id: the parts of a longer key, then what every record has and people read; the rest stands on the record's page.</summary>
    public IReadOnlyList<DataField> Columns =>
        [.. Keys.Concat(Fields.Where(one => !one.Key && !one.Header && one.Level < 3 && one.Type is not ("object" or "array")).OrderByDescending(one => one.Required)).Take(MostColumns)];

    private IReadOnlyList<DataField> Keys => Fields.Where(one => one.Key && !one.Header).ToList() is { Count: > 1 } several ? several : [];

    /// <summary>Whether its records lie somewhere.</summary>
    public bool HasPlace => Fields.Any(one => one.Name == "lon") && Fields.Any(one => one.Name == "lat");

    public DataField? Find(string name) => Fields.FirstOrDefault(one => one.Name == name);
}

/// <summary>One page of records, as JSON objects; sensitive values are hidden by the deployment.</summary>
public sealed record DataRows(IReadOnlyList<JsonElement> Records)
{
    public string? Next { get; init; }

    public static string IdOf(JsonElement record) => record.TryGetProperty("recordId", out var id) ? id.GetString() ?? "" : "";

    public static string Text(JsonElement record, string name) => record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}

/// <summary>What a dataset's page shows.</summary>
public sealed record DataPageFacts(DatasetSheet Sheet, DataRows Rows)
{
    /// <summary>An ECharts option with a point for each record that has a place; null where there is none.</summary>
    public string? MapOption()
    {
        var points = Rows.Records.Where(one => Place(one, "lon") is not null && Place(one, "lat") is not null)
            .Select(one => new { name = DataRows.IdOf(one), value = new[] { Place(one, "lon")!.Value, Place(one, "lat")!.Value } }).ToList();
        return points.Count == 0
            ? null
            : JsonSerializer.Serialize(new
            {
                tooltip = new { trigger = "item", formatter = "{b}\n{c}" },
                xAxis = new { type = "value", scale = true, name = "经度 °", nameLocation = "middle", nameGap = 26 },
                yAxis = new { type = "value", scale = true, name = "纬度 °" },
                grid = new { bottom = 36, top = 36 },
                series = new[] { new { type = "scatter", symbolSize = 9, data = points } },
            });
    }

    public int Placed => Rows.Records.Count(one => Place(one, "lon") is not null && Place(one, "lat") is not null);

    private static double? Place(JsonElement record, string name) =>
        record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? Math.Round(number, 6) : null;
}

/// <summary>One record with what its schema says.</summary>
public sealed record OneRecordFacts(DatasetSheet Sheet, JsonElement Record)
{
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Sheet.Dataset} {DataRows.IdOf(Record)}");
}
