using System.Globalization;
using System.Text.RegularExpressions;

namespace CityOps.Schemas.Tables;

/// <summary>
/// Reads the rule column: clauses divided by <c>; </c>. The grammar stands in standard/README.md; a clause that begins like
/// a rule and is none is a fault, and every other one is words for people.
/// </summary>
internal static partial class RuleText
{
    private static readonly string[] Shapes = ["Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"];

    /// <param name="fault">Told in Chinese and English what cannot be read.</param>
    public static FieldRule Read(string text, FieldType type, Action<string, string> fault)
    {
        var rule = FieldRule.None;
        foreach (var clause in text.Split("; ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            rule = Bounds(rule, clause) ?? Form(rule, clause, type) ?? Named(rule, clause, fault)
                ?? (clause[0] == '{' ? Object(rule, clause, fault) : rule with { Notes = [.. rule.Notes, clause] });
        }

        if (rule.Sample is null && text.Contains("pattern ^", StringComparison.Ordinal))
        {
            fault("自定格式须用 sample 给出示例值", "a pattern of one's own needs a sample that shows it");
        }

        return rule;
    }

    private static FieldRule? Bounds(FieldRule rule, string clause)
    {
        if (BoundText().Match(clause) is { Success: true } one)
        {
            var number = decimal.Parse(one.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            return one.Groups[1].Value switch
            {
                "≥" => rule with { Least = number },
                ">" => rule with { MoreThan = number },
                "≤" => rule with { Most = number },
                _ => rule with { LessThan = number },
            };
        }

        return RangeText().Match(clause) is { Success: true } both
            ? rule with { Least = decimal.Parse(both.Groups[1].ValueSpan, CultureInfo.InvariantCulture), Most = decimal.Parse(both.Groups[2].ValueSpan, CultureInfo.InvariantCulture) }
            : null;
    }

    private static FieldRule? Form(FieldRule rule, string clause, FieldType type)
    {
        var value = type.Item ?? type;
        var (fewest, most) = value.Kind == FieldKind.Fixed ? (value.Length, value.Length) : (1, value.Length);
        string Sized(string set) => most == fewest ? $"^[{set}]{{{most}}}$" : $"^[{set}]{{{fewest},{most}}}$";
        return clause switch
        {
            "digits" => rule with { Pattern = Sized("0-9") },
            "alnum" => rule with { Pattern = Sized("0-9A-Za-z") },
            "id" => rule with { Pattern = Sized("0-9A-Za-z._:-") },
            "hex" => rule with { Pattern = Sized("0-9A-Fa-f") },
            "platform" => rule with { Pattern = $"^[NPCDBE]-[0-9A-Z]{{6,{Math.Max(most - 2, 6)}}}$" },
            "dataset" => rule with { Pattern = "^[A-Z]{1,7}-[0-9]{1,7}$" },
            "credit" => rule with { Pattern = "^[0-9A-HJ-NP-RTUW-Y]{18}$", Credit = true },
            "unique" => rule with { Unique = true },
            _ => null,
        };
    }

    private static FieldRule? Named(FieldRule rule, string clause, Action<string, string> fault)
    {
        var space = clause.IndexOf(' ', StringComparison.Ordinal);
        var (word, rest) = space < 0 ? (clause, "") : (clause[..space], clause[(space + 1)..]);
        switch (word)
        {
            case "pattern" when rest.Length > 0:
                return rule with { Pattern = rest };
            case "sample" when rest.Length > 0:
                return rule with { Sample = rest };
            case "unit" when rest.Length > 0:
                return rule with { Unit = rest };
            case "ref" when rest.Length > 0:
                return rule with { Reference = rest };
            case "codelist" when rest.Length > 0:
                return rule with { CodeList = rest };
            case "codes" when rest.Length > 0:
                return rule with { Codes = rest.Split(',') };
            case "level" when rest is "1" or "2" or "3" or "4":
                return rule with { Level = rest[0] - '0' };
            case "geometry" when rest.Split(',').All(Shapes.Contains):
                return rule with { Geometries = rest.Split(',') };
            case "numbers" when NumbersText().IsMatch(rest):
                return rule with { Numbers = [.. rest.Split(',').Select(number => long.Parse(number, CultureInfo.InvariantCulture))] };
            case "items" when ItemsText().Match(rest) is { Success: true } items:
                return rule with { FewestItems = Whole(items.Groups[1]) ?? Whole(items.Groups[3]), MostItems = Whole(items.Groups[2]) ?? Whole(items.Groups[4]) };
            case "pattern" or "sample" or "unit" or "ref" or "codelist" or "codes" or "level" or "geometry" or "numbers" or "items":
                fault($"规则“{clause}”不合写法", $"the rule '{clause}' is not written as the grammar says");
                return rule;
            default:
                return null;
        }
    }

    private static FieldRule Object(FieldRule rule, string clause, Action<string, string> fault)
    {
        if (clause == "{}")
        {
            return rule with { Members = [] };
        }

        if (clause.StartsWith("{*:", StringComparison.Ordinal) && clause.EndsWith('}') && FieldType.Parse(clause[3..^1]) is { } value)
        {
            return rule with { MapOf = value };
        }

        var members = clause.EndsWith('}') ? clause[1..^1].Split(',', StringSplitOptions.TrimEntries).Select(Member).ToArray() : [null];
        if (members.Any(member => member is null))
        {
            fault($"对象结构“{clause}”应写作 {{中文名 name:类型, 中文名 name?:类型}}", $"the shape '{clause}' must be written {{中文名 name:type, 中文名 name?:type}}");
            return rule with { Members = [] };
        }

        return rule with { Members = members! };
    }

    private static Field? Member(string text) =>
        MemberText().Match(text) is { Success: true } match && FieldType.Parse(match.Groups[4].Value) is { Kind: not FieldKind.Shape } type
            ? new Field(match.Groups[1].Value, match.Groups[2].Value, type, match.Groups[3].Length == 0, FieldRule.None)
            : null;

    private static int? Whole(Group group) => group.Success ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^([≥>≤<])(-?[0-9]{1,15}(?:\.[0-9]{1,6})?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex BoundText();

    [GeneratedRegex(@"^(-?[0-9]{1,15}(?:\.[0-9]{1,6})?)–(-?[0-9]{1,15}(?:\.[0-9]{1,6})?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex RangeText();

    [GeneratedRegex(@"^-?[0-9]{1,15}(,-?[0-9]{1,15})*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumbersText();

    [GeneratedRegex(@"^(?:([0-9]{1,6})–([0-9]{1,6})|≥([0-9]{1,6})|≤([0-9]{1,6}))\z", RegexOptions.CultureInvariant)]
    private static partial Regex ItemsText();

    [GeneratedRegex(@"^(\S+) ([A-Za-z][A-Za-z0-9]{0,63})(\??):(\S+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex MemberText();
}
