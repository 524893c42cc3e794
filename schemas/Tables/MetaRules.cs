using System.Text.RegularExpressions;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;

namespace CityOps.Schemas.Tables;

/// <summary>What the description of a dataset must keep, alone and together with its fields.</summary>
internal static partial class MetaRules
{
    private static readonly string[] Owners = ["national", "provincial", "city", "external", "exchange"];
    private static readonly string[] Frequencies = ["stream", "5min", "10min", "hour", "day", "week", "month", "quarter", "year", "event", "change", "byTask"];
    private static readonly string[] Modes = ["api", "stream", "table", "file", "form"];
    private static readonly string[] Grounds = ["seed", "found", "known", "designed"];

    public static void Check(DatasetMeta meta, IReadOnlyList<Field> header, IReadOnlyList<Field> fields, ICollection<TableFault> faults)
    {
        void Need(bool kept, string column, string message, string messageEn)
        {
            if (!kept)
            {
                faults.Add(new TableFault(0, column, message, messageEn));
            }
        }

        var all = header.Concat(fields).ToArray();
        Need(InterfaceCode.IsDataset(meta.Code), "code", $"“{meta.Code}”不是数据集代码（如 MG-01）", $"'{meta.Code}' is no dataset code such as MG-01");
        Need(meta.Title.Length is > 0 and <= 100, "title", "标题须有 1 至 100 个字", "the title has 1 to 100 characters");
        Need(VersionText().IsMatch(meta.Version), "version", "版本须为 1.0.0 的形式", "the version is written like 1.0.0");
        Need(meta.Key.Count is > 0 and <= MemberSet.MostKeys, "key", $"主键须有 1 至 {MemberSet.MostKeys} 个字段", $"a key has 1 to {MemberSet.MostKeys} fields");
        foreach (var name in meta.Key)
        {
            Need(all.Any(field => field.Name == name && field.Required && IsKeyKind(field.Type.Kind)), "key", $"主键 {name} 须是必填的简单字段", $"the key {name} must be a required simple field");
        }

        Need(meta.Direction is "up" or "down" or "both", "direction", "方向为 up、down 或 both", "the direction is up, down or both");
        Need(meta.Reach is "N" or "P" or "C", "reach", "到达层级为 N、P 或 C", "the reach is N, P or C");
        Need(Owners.Contains(meta.Owner), "owner", $"所有者为 {string.Join('、', Owners)} 之一", $"the owner is one of {string.Join(", ", Owners)}");
        Need(meta.Frequency.All(Frequencies.Contains), "frequency", $"频率为 {string.Join('、', Frequencies)}", $"frequencies are {string.Join(", ", Frequencies)}");
        Need(meta.Modes.All(Modes.Contains), "modes", $"方式为 {string.Join('、', Modes)}", $"modes are {string.Join(", ", Modes)}");
        Need(meta.Share is "open" or "cond" or "deny", "share", "共享类型为 open、cond 或 deny", "the sharing class is open, cond or deny");
        Need(meta.Priority is "P1" or "P2" or "P3", "priority", "优先级为 P1、P2 或 P3", "the priority is P1, P2 or P3");
        Need(meta.Basis.All(Grounds.Contains), "basis", $"依据为 {string.Join('、', Grounds)}", $"the basis is {string.Join(", ", Grounds)}");
        Need(meta.Addressee is null || fields.Any(field => "/" + field.Name == meta.Addressee && field is { Required: true, Type.Item.Kind: FieldKind.Fixed, Type.Item.Length: 6 }),
            "addressee", $"接收区划 {meta.Addressee} 须是必填的 A:C6 字段", $"the addressee {meta.Addressee} must be a required field of type A:C6");
        foreach (var name in meta.Sample?.Select(member => member.Key).Where(name => all.All(field => field.Name != name)) ?? [])
        {
            Need(false, "sample", $"示例值 {name} 没有对应字段", $"the sample value {name} has no field");
        }
    }

    private static bool IsKeyKind(FieldKind kind) =>
        kind is not (FieldKind.List or FieldKind.Media or FieldKind.Shape or FieldKind.Geometry or FieldKind.LongText or FieldKind.NumberOrText or FieldKind.Flag);

    [GeneratedRegex(@"^[1-9][0-9]{0,2}\.[0-9]{1,3}\.[0-9]{1,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionText();
}
