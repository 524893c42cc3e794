using System.Globalization;
using System.Text.Json.Nodes;

namespace CityOps.Schemas.Tables.Examples;

/// <summary>Values for the fields of one record, one after the other: later days and instants come later, as in life.</summary>
internal sealed class ExampleValues(DatasetTable table)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 31, 8, 0, 0, TimeSpan.FromHours(8));
    private static readonly DateOnly FirstDay = new(2026, 1, 15);
    private int instants;
    private int days;

    public JsonNode Of(Field field) => Value(field, field.Type);

    private JsonNode Value(Field field, FieldType type)
    {
        switch (type.Kind)
        {
            case FieldKind.Fixed or FieldKind.Text or FieldKind.LongText:
                return field.Rule.Pattern is null ? field.Rule.Sample ?? ExampleWords.For(field) : ExampleForms.For(field);
            case FieldKind.Whole or FieldKind.Number:
                return Number(field.Rule, type);
            case FieldKind.Code:
                return field.Rule.Codes.Count > 0 ? field.Rule.Codes[0] : table.Codes.Find(type.CodeList!)!.Codes[0].Code;
            case FieldKind.List:
                return new JsonArray([.. Enumerable.Repeat(0, Math.Max(field.Rule.FewestItems ?? 1, 1)).Select(_ => Value(field, type.Item!))]);
            case FieldKind.Media:
                return new JsonArray(Members(MediaRows.Rule.Members!));
            case FieldKind.Shape when field.Rule.MapOf is { } entry:
                return new JsonObject { ["item1"] = Value(field with { Rule = FieldRule.None, Type = entry }, entry) };
            case FieldKind.Shape:
                return Members(field.Rule.Members!);
            default:
                return Simple(field, type);
        }
    }

    private JsonNode Simple(Field field, FieldType type) => type.Kind switch
    {
        FieldKind.Flag => false,
        FieldKind.NumberOrText => 100,
        FieldKind.Day => FirstDay.AddMonths(days++).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        FieldKind.Instant => Start.AddMinutes(5 * instants++).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
        FieldKind.Month => "2026-03",
        FieldKind.Year => "2025",
        FieldKind.Longitude => 117.2812345m,
        FieldKind.Latitude => 31.8612345m,
        _ => ExampleGeometry.Of(field.Rule.Geometries.Count > 0 ? field.Rule.Geometries[0] : "Point"),
    };

    private JsonObject Members(IReadOnlyList<Field> members) =>
        new(members.Select(member => KeyValuePair.Create<string, JsonNode?>(member.Name, Value(member, member.Type))));

    private static JsonValue Number(FieldRule rule, FieldType type)
    {
        if (rule.Numbers.Count > 0)
        {
            return JsonValue.Create(rule.Numbers[0]);
        }

        // In the middle of a range, a small figure otherwise.
        var isWhole = type.Kind == FieldKind.Whole;
        var least = rule.Least ?? rule.MoreThan + 1;
        var value = (least, rule.Most) switch
        {
            ({ } from, { } to) => (from + to) / 2,
            ({ } from, null) => Math.Max(from, 12),
            (null, { } to) => Math.Min(to, 12),
            _ => 12,
        };
        var digits = Math.Pow(10, type.Length - type.Scale);
        value = isWhole || digits > 12 ? value : Math.Min(value, 1);
        return JsonValue.Create(Math.Round(value, isWhole ? 0 : Math.Min(type.Scale, 2), MidpointRounding.ToZero));
    }
}
