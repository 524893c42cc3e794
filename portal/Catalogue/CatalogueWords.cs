using CityOps.Portal.Kit;

namespace CityOps.Portal.Catalogue;

/// <summary>The texts of 目录.</summary>
public sealed class CatalogueWords(Language language) : WordTable(language)
{
    private static readonly string[] AllShares = ["unconditional", "conditional", "denied"];
    private static readonly string[] AllStates = ["published", "deprecated", "retired"];

    public string Catalogue => In("接口目录", "Catalogue");
    public string Lead => In("全部接口服务：含义、共享类型、更新周期与责任单位；选定后可直接申请订阅", "All interfaces: what they hold, how they are shared, how often they are due, whose they are");
    public string Search => In("编码、名称或类别", "Code, name or category");
    public string Share => In("共享类型", "Sharing");
    public string State => In("发布状态", "State");
    public string Interface => In("接口", "Interface");
    public string Category => In("类别", "Category");
    public string Direction => In("方向", "Way");
    public string Frequency => In("更新周期", "Due");
    public string Owner => In("责任单位", "Owner");
    public string Version => In("版本", "Version");
    public string Found(int count) => In($"共 {count:N0} 个接口", $"{count:N0} interfaces");
    public string None => In("没有符合条件的接口。", "No interface fits.");
    public string Subscribe => In("申请订阅", "Subscribe");
    public string Health => In("运行状态", "Health");
    public string Fields => In("信息项", "Fields");
    public string FieldsNote => In("级别 3、4 的字段须在申请中逐项说明", "Fields of level 3 and 4 have to be asked for by name");
    public string Field => In("字段", "Field");
    public string Title => In("名称", "Title");
    public string Type => In("类型", "Type");
    public string Required => In("必填", "Required");
    public string Level => In("级别", "Level");
    public string Rule => In("规则", "Rule");
    public string Key => In("主键", "key");
    public string Yes => In("是", "yes");
    public string Sla => In("服务承诺", "What you may count on");
    public string Fresh => In("及时性", "Fresh within");
    public string Latency => In("95% 时延", "95 % within");
    public string Completeness => In("完整性", "Complete to");
    public string Availability => In("可用时段", "Hours");
    public string Basis => In("共享依据", "Basis");
    public string Contact => In("联系方式", "Contact");
    public string Seconds => In("秒", "s");
    public string Millis => In("毫秒", "ms");
    public string ByStandard => In("按标准", "by the standard");
    public string Example => In("样例记录", "Example");
    public string Begin => In("调用示例", "How to begin");
    public string Documents => In("接口文档", "Documents");
    public string Laggards => In("仍在使用的平台", "Who still uses it");
    public string Platform => In("平台", "Platform");
    public string Does => In("使用方式", "How");
    public string DoesOf(string does) => does == "sends" ? In("上报", "sends") : In("订阅", "reads");
    public string LastAt => In("最近一次", "Newest");
    public string SunsetNote(DateOnly day, string? successor) => In(
        $"将于 {day:yyyy-MM-dd} 停用{(successor is { Length: > 0 } ? $"，请改用 {successor}" : "")}", $"Ends on {day:yyyy-MM-dd}{(successor is { Length: > 0 } ? $"; use {successor}" : "")}");
    public string RetiredTitle => In("接口已停用", "This interface is retired");
    public string Codes => In("代码表", "Code list");
    public string CodeOf => In("代码", "Code");
    public string Edition => In("版次", "Edition");

    public string ShareOf(string share) => share switch
    {
        "unconditional" => In("无条件共享", "unconditional"),
        "conditional" => In("有条件共享", "conditional"),
        "denied" => In("不予共享", "not shared"),
        _ => share,
    };

    public string StateOf(string state) => state switch
    {
        "published" => In("已发布", "published"),
        "deprecated" => In("即将停用", "ends soon"),
        "retired" => In("已停用", "retired"),
        _ => state,
    };

    public static Light LightOf(string state) => state switch
    {
        "published" => Light.Green,
        "deprecated" => Light.Yellow,
        _ => Light.Maintenance,
    };

    public string DirectionOf(string way) => way == "down" ? In("下行", "down") : In("上行", "up");

    public string LevelOf(int level) => In($"{level} 级", $"level {level}");

    public string OwnerOf(string owner) => owner switch
    {
        "" => Shown.Nothing,
        "nation" => In("国家平台", "nation"),
        "province" => In("省级平台", "province"),
        "city" => In("市级平台", "city"),
        "county" => In("县级平台", "county"),
        _ => owner,
    };

    /// <summary>The schema's rule in words.</summary>
    /// <param name="rule">Keywords and values, such as <c>minLength 1; maxLength 10</c>.</param>
    public string RuleOf(string? rule) => rule is null ? "" : string.Join(In("；", "; "), Together(rule.Split("; ")).Select(Told));

    // Lower and upper bound are one thing to a reader.
    private static IEnumerable<string> Together(string[] parts)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            var pair = i + 1 < parts.Length && parts[i].StartsWith("min", StringComparison.Ordinal) && parts[i + 1].StartsWith("max", StringComparison.Ordinal);
            yield return pair ? $"{parts[i].Split(' ')[0][3..]} {parts[i].Split(' ')[1]}–{parts[++i].Split(' ')[1]}" : parts[i];
        }
    }

    private string Told(string part)
    {
        var (word, rest) = part.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at ? (part[..at], part[(at + 1)..]) : (part, "");
        return word switch
        {
            "Length" => In($"{rest} 个字符", $"{rest} characters"),
            "imum" => rest,
            "Items" => In($"{rest} 项", $"{rest} items"),
            "minLength" => In($"至少 {rest} 个字符", $"{rest} characters at least"),
            "maxLength" => In($"最多 {rest} 个字符", $"{rest} characters at most"),
            "minimum" => In($"不小于 {rest}", $"{rest} at least"),
            "maximum" => In($"不大于 {rest}", $"{rest} at most"),
            "format" => rest switch
            {
                "date-time" => In("日期时间", "date and time"),
                "date" => In("日期", "date"),
                "uri" => In("网址", "address"),
                _ => rest,
            },
            "pattern" => In($"格式 {rest}", $"pattern {rest}"),
            _ => part,
        };
    }

    public IReadOnlyList<Option> Shares => [.. AllShares.Select(one => new Option(one, ShareOf(one)))];

    public IReadOnlyList<Option> States => [.. AllStates.Select(one => new Option(one, StateOf(one)))];
}
