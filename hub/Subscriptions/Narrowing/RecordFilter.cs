using System.Globalization;
using System.Text.Json;
using CityOps.Hub.Catalog;
using CityOps.Schemas;

namespace CityOps.Hub.Subscriptions.Narrowing;

/// <summary>
/// 过滤条件 of a subscription: equality and range on members of a record (XC-04), all of which must hold. Written as
/// <c>{"state":["12","13"],"reportTime":{"from":"2026-01-01","to":"2026-12-31"}}</c>. Each revision is judged by itself;
/// deletions, which carry the key alone, always pass.
/// </summary>
public sealed class RecordFilter
{
    private const int MostConditions = 10;
    private const int MostValues = 100;
    private const int MostText = 128;

    private readonly IReadOnlyList<Condition> conditions;

    private RecordFilter(IReadOnlyList<Condition> conditions, string text) => (this.conditions, Text) = (conditions, text);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Null as outcome's value never; every fault is named.</summary>
    public static Outcome<RecordFilter> Read(JsonElement filter, FieldSheet sheet)
    {
        var faults = new List<FieldError>();
        var conditions = new List<Condition>();
        if (filter.ValueKind != JsonValueKind.Object || filter.GetPropertyCount() is 0 or > MostConditions)
        {
            faults.Add(new FieldError("/filter", $"须为含 1–{MostConditions} 个条件的对象 / an object with 1 to {MostConditions} conditions"));
        }
        else
        {
            foreach (var member in filter.EnumerateObject())
            {
                if (sheet.Find(member.Name) is null)
                {
                    faults.Add(new FieldError($"/filter/{Short(member.Name)}", "数据集没有此字段 / the dataset has no such field"));
                }
                else if (ReadOne(member) is { } condition)
                {
                    conditions.Add(condition);
                }
                else
                {
                    faults.Add(new FieldError($"/filter/{Short(member.Name)}", $"须为值、至多 {MostValues} 个值的数组，或 from、to / a value, a list of at most {MostValues} values, or from and to"));
                }
            }
        }

        return faults.Count > 0 ? RequestFaults(faults) : new RecordFilter(conditions, filter.GetRawText());
    }

    /// <summary>A stored filter, which was checked when it came in.</summary>
    public static RecordFilter? Stored(string? text, FieldSheet sheet)
    {
        if (text is null)
        {
            return null;
        }

        using var json = JsonDocument.Parse(text);
        return Read(json.RootElement, sheet).Match<RecordFilter?>(read => read, _ => null);
    }

    public bool Passes(ReadOnlySpan<byte> record)
    {
        var reader = new Utf8JsonReader(record);
        reader.Read();
        var open = conditions.Count;
        var deletion = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("op"u8))
            {
                reader.Read();
                deletion = reader.ValueTextEquals("D"u8);
                continue;
            }

            var condition = Of(reader.GetString()!);
            reader.Read();
            if (condition is not null)
            {
                if (!condition.Holds(TextOf(ref reader), reader.TokenType == JsonTokenType.Number))
                {
                    open = int.MaxValue; // cannot hold any more; a deletion still passes
                }

                open = open == int.MaxValue ? open : open - 1;
            }

            reader.Skip();
        }

        return open == 0 || deletion;
    }

    private Condition? Of(string name)
    {
        foreach (var condition in conditions)
        {
            if (condition.Field == name)
            {
                return condition;
            }
        }

        return null;
    }

    private static string TextOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => "",
    };

    private static Condition? ReadOne(JsonProperty member)
    {
        switch (member.Value.ValueKind)
        {
            case JsonValueKind.Array when member.Value.GetArrayLength() is >= 1 and <= MostValues:
                var values = member.Value.EnumerateArray().Select(ValueOf).ToList();
                return values.Contains(null) ? null : new Condition(member.Name, [.. values!], null, null);
            case JsonValueKind.Object:
                var (from, to) = (Bound(member.Value, "from"), Bound(member.Value, "to"));
                var known = member.Value.EnumerateObject().All(bound => bound.Name is "from" or "to" && ValueOf(bound.Value) is not null);
                return known && (from ?? to) is not null ? new Condition(member.Name, null, from, to) : null;
            default:
                return ValueOf(member.Value) is { } value ? new Condition(member.Name, [value], null, null) : null;
        }
    }

    private static string? Bound(JsonElement range, string name) => range.TryGetProperty(name, out var bound) ? ValueOf(bound) : null;

    private static string? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is { Length: <= MostText } text => text,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private static Refusal RequestFaults(List<FieldError> faults) => Requests.RequestRefusals.Wrong with { Fields = faults };

    private static string Short(string name) => new([.. name.Take(40).Where(letter => !char.IsControl(letter))]);

    private sealed record Condition(string Field, IReadOnlyList<string>? Values, string? From, string? To)
    {
        public bool Holds(string value, bool number) =>
            Values is { } one ? one.Any(wanted => Compare(value, wanted, number) == 0) : (From is null || Compare(value, From, number) >= 0) && (To is null || Compare(value, To, number) <= 0);

        // Numbers by their value, everything else (times, dates, codes) by their text.
        private static int Compare(string one, string other, bool number) =>
            number && decimal.TryParse(one, NumberStyles.Float, CultureInfo.InvariantCulture, out var a) && decimal.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
                ? a.CompareTo(b)
                : string.CompareOrdinal(one, other);
    }
}
