using System.Text;
using System.Text.Json.Nodes;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Validation;

namespace CityOps.Schemas.Tables;

/// <summary>Whether a rule suits its type: what would have no effect, or could never be met, is told.</summary>
internal static class FieldRules
{
    public static void Check(FieldType type, FieldRule rule, CodeLists codes, Action<string, string, string> fault)
    {
        var value = type.Item ?? type;
        CheckCodes(value, rule, codes, fault);
        if (rule is not { Least: null, MoreThan: null, Most: null, LessThan: null } && value.Kind is not (FieldKind.Whole or FieldKind.Number))
        {
            fault("rule", "上下限只用于整数和小数", "bounds are for numbers only");
        }

        if (rule.Least > rule.Most)
        {
            fault("rule", "下限大于上限", "the lower bound lies above the upper one");
        }

        if (rule is not { FewestItems: null, MostItems: null, Unique: false } && type.Kind is not (FieldKind.List or FieldKind.Media))
        {
            fault("rule", "个数和不重复只用于数组", "items and unique are for lists only");
        }

        if (rule.Pattern is not null && value.Kind is not (FieldKind.Fixed or FieldKind.Text))
        {
            fault("rule", "格式只用于 C、V 类文本", "patterns are for texts of type C and V only");
        }

        if ((rule.Members is not null || rule.MapOf is not null) != (value.Kind == FieldKind.Shape))
        {
            fault("rule", "obj 须写明结构 {…}，其他类型不写", "an obj needs its shape {…}, and no other type has one");
        }

        foreach (var member in rule.Members ?? [])
        {
            CheckCodes(member.Type.Item ?? member.Type, member.Rule, codes, fault);
        }

        CheckPattern(value, rule, fault);
    }

    private static void CheckCodes(FieldType value, FieldRule rule, CodeLists codes, Action<string, string, string> fault)
    {
        if (value.CodeList is { } name && codes.Find(name) is not { } list)
        {
            fault("type", $"没有代码表 {name}", $"there is no code list {name}");
        }
        else if (rule.Codes.FirstOrDefault(code => value.CodeList is null || codes.Find(value.CodeList)!.Find(code) is null) is { } stray)
        {
            fault("rule", $"代码 {stray} 不在代码表 {value.CodeList} 中", $"the code {stray} is not in the list {value.CodeList}");
        }

        if (rule.CodeList is { } named && codes.Find(named) is null)
        {
            fault("rule", $"没有代码表 {named}", $"there is no code list {named}");
        }
    }

    // A pattern of one's own is shown at work by a sample: the examples need one, and readers too.
    private static void CheckPattern(FieldType value, FieldRule rule, Action<string, string, string> fault)
    {
        if (rule.Pattern is null)
        {
            return;
        }

        try
        {
            var schema = JsonSchema.Compile(Encoding.UTF8.GetBytes(new JsonObject { ["type"] = "string", ["pattern"] = rule.Pattern, ["maxLength"] = value.Length }.ToJsonString()));
            if (rule.Sample is { } sample && !schema.IsValid(Encoding.UTF8.GetBytes(JsonValue.Create(sample).ToJsonString())))
            {
                fault("rule", $"示例值“{sample}”不合格式 {rule.Pattern}", $"the sample '{sample}' does not fit the pattern {rule.Pattern}");
            }
        }
        catch (SchemaException unsafePattern)
        {
            fault("rule", $"格式不可用：{unsafePattern.Message}", $"the pattern cannot be used: {unsafePattern.Message}");
        }
    }
}
