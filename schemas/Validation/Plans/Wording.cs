using System.Text;

namespace CityOps.Schemas.Validation.Plans;

/// <summary>
/// The words for every fault, with the stable codes of domain.md 4.4: E3001 missing, E3002 type or format, E3003 length,
/// range or pattern, E3004 not in the list, E3005 not foreseen. Values are shown shortened.
/// </summary>
internal static class Wording
{
    private const int Longest = 60;

    private static readonly (Kinds Kind, string Chinese, string English)[] KindNames =
    [
        (Kinds.Null, "空值", "null"),
        (Kinds.Boolean, "布尔值", "boolean"),
        (Kinds.Number, "数值", "number"),
        (Kinds.Whole, "整数", "integer"),
        (Kinds.Fraction, "小数", "fraction"),
        (Kinds.String, "文本", "string"),
        (Kinds.Array, "数组", "array"),
        (Kinds.Object, "对象", "object"),
    ];

    public static Complaint Missing(string name) =>
        new("required", "E3001", $"缺少必填项 {Short(name)}", $"the required member {Short(name)} is missing");

    public static Complaint MissingBeside(string name, string trigger) =>
        new("dependentRequired", "E3001", $"填写 {Short(trigger)} 时必须填写 {Short(name)}", $"the member {Short(name)} is required beside {Short(trigger)}");

    public static Complaint Type(Kinds expected, ReadOnlySpan<byte> value)
    {
        var (chinese, english) = Names(Node.KindOf(value));
        var (expectedChinese, expectedEnglish) = Names(expected);
        return new("type", "E3002", $"类型应为{expectedChinese}，实际为{chinese} ", $"must be {expectedEnglish}, is {english} ") { Value = Show(value) };
    }

    public static Complaint Format(string name, ReadOnlySpan<byte> value) =>
        new("format", "E3002", $"格式应为 {name}，实际为 ", $"must be a {name}, is ") { Value = Show(value) };

    public static Complaint TooShort(int minimum, int length, ReadOnlySpan<byte> value) =>
        new("minLength", "E3003", $"长度至少 {minimum} 个字符，实际 {length} 个：", $"needs at least {minimum} characters, has {length}: ") { Value = Show(value) };

    public static Complaint TooLong(int maximum, int length, ReadOnlySpan<byte> value) =>
        new("maxLength", "E3003", $"长度至多 {maximum} 个字符，实际 {length} 个：", $"takes at most {maximum} characters, has {length}: ") { Value = Show(value) };

    public static Complaint Pattern(string source, ReadOnlySpan<byte> value) =>
        new("pattern", "E3003", $"不符合规则 {Short(source)}：", $"does not match {Short(source)}: ") { Value = Show(value) };

    public static Complaint Range(string keyword, string chinese, string english, NumberLimit limit, ReadOnlySpan<byte> value) =>
        new(keyword, "E3003", $"{chinese} {limit}，实际为 ", $"{english} {limit}, is ") { Value = Show(value) };

    public static Complaint Count(string keyword, string chinese, string english, int limit, int count) =>
        new(keyword, "E3003", $"{chinese} {limit} 项，实际 {count} 项", $"{english} {limit}, has {count}");

    public static Complaint Duplicate(int first, int second) =>
        new("uniqueItems", "E3003", $"第 {first + 1} 项与第 {second + 1} 项重复", $"elements {first} and {second} are equal");

    public static Complaint NotAmong(ValueSet among, ReadOnlySpan<byte> value) =>
        new(among.Keyword, "E3004", $"取值不在列表（{Short(among.Listing)}）内：", $"is not in the list {Short(among.Listing)}: ")
        {
            Value = Show(value),
            Hint = string.Join(Complaint.Between, among.Nearest(value).Select(Short)),
        };

    public static Complaint Additional(string name) =>
        new("additionalProperties", "E3005", $"未登记的成员 {Short(name)}，请删除", $"the member {Short(name)} is not foreseen; remove it");

    public static Complaint Unevaluated(string name) =>
        new("unevaluatedProperties", "E3005", $"成员 {Short(name)} 不属于任何适用的规则，请删除", $"no rule that applies foresees the member {Short(name)}; remove it");

    public static Complaint UnevaluatedElement(int index) =>
        new("unevaluatedItems", "E3005", $"第 {index + 1} 项不属于任何适用的规则，请删除", $"no rule that applies foresees element {index}; remove it");

    public static Complaint Name(string name) =>
        new("propertyNames", "E3005", $"成员名 {Short(name)} 不符合命名规则", $"the name {Short(name)} is not allowed");

    public static Complaint Never(ReadOnlySpan<byte> value) =>
        new("false", "E3005", "此处不允许有值：", "nothing is allowed here, found ") { Value = Show(value) };

    public static Complaint NoneOf(ReadOnlySpan<byte> value) =>
        new("anyOf", "E3003", "不符合任何一种可选结构：", "fits none of the alternatives: ") { Value = Show(value) };

    public static Complaint NotOneOf(int fitting, ReadOnlySpan<byte> value) =>
        new("oneOf", "E3003", $"应恰好符合一种结构，实际符合 {fitting} 种：", $"must fit exactly one alternative, fits {fitting}: ") { Value = Show(value) };

    public static Complaint Not(ReadOnlySpan<byte> value) =>
        new("not", "E3003", "取值被排除：", "is excluded: ") { Value = Show(value) };

    public static Complaint Malformed() =>
        new("json", "E3002", "不是完整、规范的 JSON 文本（UTF-8）", "is no well-formed JSON text in UTF-8");

    public static Complaint Budget() =>
        new("budget", "E3003", "内容过于复杂，无法在限定开销内校验", "is too intricate to be judged within the budget");

    private static (string Chinese, string English) Names(Kinds kinds)
    {
        var fitting = KindNames.Where(k => (kinds & k.Kind) == k.Kind).ToList();
        if ((kinds & Kinds.Number) == Kinds.Number)
        {
            fitting.RemoveAll(k => k.Kind is Kinds.Whole or Kinds.Fraction);
        }

        return (string.Join("或", fitting.Select(k => k.Chinese)), string.Join(" or ", fitting.Select(k => k.English)));
    }

    private static string Show(ReadOnlySpan<byte> value) => Short(Encoding.UTF8.GetString(value[..Math.Min(value.Length, Longest * 4)]));

    private static string Short(string text)
    {
        if (text.Length <= Longest)
        {
            return text;
        }

        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest), "…");
    }
}
