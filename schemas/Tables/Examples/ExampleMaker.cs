using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CityOps.Schemas.Tables.Examples;

/// <summary>
/// 样例: records of a table that pass (all fields, the required ones, a deletion) and that fail in one way each. Equal
/// tables give equal examples.
/// </summary>
internal static class ExampleMaker
{
    private const string RecordTime = "2026-03-31T12:00:00+08:00";
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<(string Name, string Text)> Make(DatasetTable table)
    {
        var full = Full(table);
        var minimal = Only(full, table.All.Where(field => field.Required).Select(field => field.Name));
        var made = new List<(string, string)> { ("pass-full.json", Text(full)), ("pass-minimal.json", Text(minimal)) };
        if (table.Meta.Header)
        {
            var deleted = Only(full, table.Header.Where(field => field.Required).Select(field => field.Name).Concat(table.Meta.Key));
            (deleted["op"], deleted["rev"]) = ("D", 2);
            made.Add(("pass-deleted.json", Text(deleted)));
            made.Add(("fail-unknown-member.json", Failing(With(minimal, "notInTheTable", "x"), "notInTheTable", "E3005")));
        }

        if (table.Fields.FirstOrDefault(field => field.Required && !table.Meta.Key.Contains(field.Name)) is { } required)
        {
            var less = minimal.DeepClone().AsObject();
            less.Remove(required.Name);
            made.Add(("fail-missing.json", Failing(less, required.Name, "E3001")));
        }

        if (table.Fields.FirstOrDefault(field => field.Type.Kind == FieldKind.Code && !table.Meta.Key.Contains(field.Name)) is { } code)
        {
            made.Add(("fail-code-unknown.json", Failing(With(minimal, code.Name, "ZZ"), code.Name, "E3004")));
        }

        if (WrongType(table) is var (field, wrong))
        {
            made.Add(("fail-type.json", Failing(With(minimal, field.Name, wrong), field.Name, "E3002")));
        }

        return made;
    }

    private static JsonObject Full(DatasetTable table)
    {
        var record = new JsonObject();
        var values = new ExampleValues(table);
        foreach (var field in table.Fields)
        {
            record[field.Name] = values.Of(field);
        }

        foreach (var (name, value) in table.Meta.Sample ?? [])
        {
            record[name] = value?.DeepClone();
        }

        return table.Meta.Header ? WithHeader(table.Meta, record) : record;
    }

    private static JsonObject WithHeader(DatasetMeta meta, JsonObject fields)
    {
        var national = meta.Owner == "national";
        var record = new JsonObject
        {
            ["dataset"] = meta.Code,
            ["schemaVersion"] = meta.Version,
            ["recordId"] = "",
            ["sourcePlatform"] = national ? "N-100000" : "C-340100",
            ["regionCode"] = national ? "000000" : "340100",
            ["dataTime"] = RecordTime,
            ["updateTime"] = RecordTime,
            ["op"] = "I",
            ["rev"] = 1,
            ["dataLevel"] = meta.Share == "open" ? "1" : "2",
            ["remark"] = "样例",
        };
        foreach (var (name, value) in fields)
        {
            record[name] = value?.DeepClone();
        }

        record["recordId"] = $"{record["sourcePlatform"]}:{string.Join('/', meta.Key.Select(name => record[name]!.ToString()))}";
        return record;
    }

    // A value no field of that kind can take, in the first field that is no key and has one type.
    private static (Field Field, JsonNode Wrong)? WrongType(DatasetTable table)
    {
        var field = table.Fields.FirstOrDefault(field => !table.Meta.Key.Contains(field.Name)
            && field.Type.Kind is FieldKind.Whole or FieldKind.Number or FieldKind.Flag or FieldKind.Longitude or FieldKind.List or FieldKind.Shape && field.Rule.Numbers.Count == 0);
        if (field is not null && !table.Meta.Key.Contains(field.Name))
        {
            return (field, "十二");
        }

        return table.Fields.FirstOrDefault(field => field.Type.Kind is FieldKind.Text or FieldKind.LongText && !table.Meta.Key.Contains(field.Name)) is { } text ? (text, 12) : null;
    }

    private static JsonObject Only(JsonObject record, IEnumerable<string> names)
    {
        var wanted = names.ToHashSet(StringComparer.Ordinal);
        return new(record.Where(member => wanted.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
    }

    private static JsonObject With(JsonObject record, string name, JsonNode value)
    {
        var changed = record.DeepClone().AsObject();
        changed[name] = value;
        return changed;
    }

    private static string Failing(JsonObject record, string at, string code) =>
        Text(new JsonObject { ["expect"] = new JsonObject { ["pointer"] = "/" + at, ["code"] = code }, ["record"] = record });

    private static string Text(JsonObject record) => record.ToJsonString(Readable).ReplaceLineEndings("\n") + "\n";
}
