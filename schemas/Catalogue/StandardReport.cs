using System.Globalization;
using System.Text;
using System.Text.Json;
using CityOps.Schemas.Codes;

namespace CityOps.Schemas.Catalogue;

/// <summary>数据标准清单: what a set of schemas holds, as Markdown for people.</summary>
public static class StandardReport
{
    private const string Control = "XC-";

    /// <summary>Business fields are a dataset's own: the common header, the remark and the extension are not counted.</summary>
    public static string Write(SchemaSet schemas, CodeLists codes)
    {
        var sheets = schemas.All.Select(Read).ToArray();
        var text = new StringBuilder("# 数据标准清单 · The data standard\n\n");
        var (business, control) = (sheets.Where(sheet => !sheet.IsControl).ToArray(), sheets.Where(sheet => sheet.IsControl).ToArray());
        Line(text, $"业务数据集 {business.Length} 个，业务字段 {business.Sum(sheet => sheet.Fields.Count)} 个；交换管理数据集 {control.Length} 个，字段 {control.Sum(sheet => sheet.Fields.Count)} 个；代码表 {codes.All.Count} 个，代码 {codes.All.Sum(list => list.Codes.Count)} 个。");
        Line(text, $"Business datasets: {business.Length} with {business.Sum(sheet => sheet.Fields.Count)} fields of their own (the common header of ten members, remark and ext not counted); control sets: {control.Length} with {control.Sum(sheet => sheet.Fields.Count)}; code lists: {codes.All.Count} with {codes.All.Sum(list => list.Codes.Count)} codes.");
        Line(text, $"\n模式集摘要 hash of the set: `{schemas.Hash}`\n\n## 数据集 · Datasets\n\n| 代码 | 名称 | 类别 | 所有者 | 版本 | 字段 | 必填 | 主键 | 方向 | 到达 | 频率 | 共享 | 优先级 |");
        Line(text, "|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var sheet in sheets)
        {
            Line(text, $"| {sheet.Dataset.Dataset} | {sheet.Dataset.Title} | {sheet["x-category"]} | {sheet["x-owner"]} | {sheet.Dataset.Version} | {sheet.Fields.Count} | {sheet.Fields.Count(field => field.Required)} | {string.Join('+', sheet.Dataset.Key)} | {sheet["x-direction"]} | {sheet["x-reach"]} | {sheet["x-frequency"]} | {sheet["x-share"]} | {sheet["x-priority"]} |");
        }

        text.Append("\n## 字段 · Fields\n");
        foreach (var sheet in sheets)
        {
            WriteFields(text, sheet);
        }

        text.Append("\n## 代码表 · Code lists\n\n| 代码表 | 名称 | 版本 | 代码数 | 本地扩展 | 依据 |\n|---|---|---|---|---|---|\n");
        foreach (var list in codes.All)
        {
            Line(text, $"| {list.Name} | {list.Title} | {list.Edition} | {list.Codes.Count} | {(list.LocalFrom is { } from ? from.ToString(CultureInfo.InvariantCulture) + "–98" : "")} | {list.Source} |");
        }

        return text.ToString();
    }

    private static void WriteFields(StringBuilder text, Sheet sheet)
    {
        Line(text, $"\n### {sheet.Dataset.Dataset} {sheet.Dataset.Title} · {sheet["x-name"]}\n\n| 中文名 | name | 类型 | 必填 | 代码表 | 级别 | 说明 |\n|---|---|---|---|---|---|---|");
        foreach (var field in sheet.Fields)
        {
            Line(text, $"| {field.Title} | {field.Name} | {field.Kind} | {(field.Required ? "Y" : "")} | {field.CodeList} | {field.Level} | {field.Note.Replace("|", "\\|", StringComparison.Ordinal)} |");
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static Sheet Read(DatasetVersion dataset)
    {
        using var document = JsonDocument.Parse(dataset.SchemaBytes);
        var root = document.RootElement;
        var required = root.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ToHashSet(StringComparer.Ordinal);
        var common = dataset.IsRecord ? [.. Records.HeaderSlots.Names, "remark"] : Array.Empty<string>();
        var head = root.EnumerateObject().Where(member => member.Name.StartsWith("x-", StringComparison.Ordinal)).ToDictionary(member => member.Name, member => Words(member.Value), StringComparer.Ordinal);
        var fields = root.GetProperty("properties").EnumerateObject()
            .Where(property => !common.Contains(property.Name) && !IsExtension(property))
            .Select(property => ReadField(property, required.Contains(property.Name)));
        return new Sheet(dataset, head, [.. fields]);
    }

    // The extension every record may have says nothing about itself; a dataset's own ext field does.
    private static bool IsExtension(JsonProperty property) => property.Name == "ext" && !property.Value.TryGetProperty("description", out _);

    private static SheetField ReadField(JsonProperty property, bool required) => new(
        Text(property.Value, "title"), property.Name, Kind(property.Value), required, Text(property.Value, "x-codelist"), Text(property.Value, "x-level"), Text(property.Value, "description"));

    private static string Kind(JsonElement field) =>
        field.TryGetProperty("enum", out _) ? "code" : field.TryGetProperty("$ref", out _) ? "geometry" : Text(field, "format") is { Length: > 0 } format ? format : Text(field, "type");

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? Words(value) : "";

    private static string Words(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? string.Join('、', value.EnumerateArray().Select(item => item.ToString())) : value.ToString();

    private sealed record Sheet(DatasetVersion Dataset, IReadOnlyDictionary<string, string> Head, IReadOnlyList<SheetField> Fields)
    {
        public bool IsControl => Dataset.Dataset.StartsWith(Control, StringComparison.Ordinal);

        public string this[string member] => Head.GetValueOrDefault(member, "");
    }

    private sealed record SheetField(string Title, string Name, string Kind, bool Required, string CodeList, string Level, string Note);
}
