using CityOps.Schemas.Evolution.Numbers;

namespace CityOps.Schemas.Evolution.Proof;

/// <summary>Bounds, steps and lists of numbers.</summary>
internal static class NumberRules
{
    public static IEnumerable<Finding> Check(Inclusion inclusion, Conjunction first, SchemaPlace second)
    {
        if (Facts.Numbers(first) is not { } range)
        {
            yield return inclusion.Seek(first, second, "", []);
            yield break;
        }

        if (Facts.WholeOnly(second) && CheckStep(inclusion, first, second, range, ("type", Exact.One)) is { } whole)
        {
            yield return whole;
        }

        foreach (var (keyword, bound) in Facts.Bounds(second))
        {
            if (CheckBound(inclusion, first, second, range, (keyword, bound)) is { } found)
            {
                yield return found;
            }
        }

        if (second.Has("enum") || second.Has("const"))
        {
            var listed = second.TryGet("enum", out var list) ? list.GetArrayLength() : 1;
            yield return inclusion.Seek(first, second, second.Has("enum") ? "enum" : "const", range.Points(listed + 1).Select(point => point.ToString()));
        }
    }

    private static Finding? CheckBound(Inclusion inclusion, Conjunction first, SchemaPlace second, NumberRange range, (string Keyword, Exact? Bound) rule)
    {
        if (rule.Bound is not { } bound)
        {
            return inclusion.Seek(first, second, rule.Keyword, []);
        }

        var beyond = rule.Keyword switch
        {
            "minimum" => range.AtMost(bound, open: true),
            "exclusiveMinimum" => range.AtMost(bound, open: false),
            "maximum" => range.AtLeast(bound, open: true),
            "exclusiveMaximum" => range.AtLeast(bound, open: false),
            _ => null,
        };
        if (beyond is null)
        {
            return CheckStep(inclusion, first, second, range, (rule.Keyword, bound));
        }

        var points = beyond.Points(8);
        return points.Count == 0 ? null : inclusion.Seek(first, second, rule.Keyword, points.Select(point => point.ToString()));
    }

    // Two neighbours that both are multiples differ by a multiple: two numbers of the range tell.
    private static Finding? CheckStep(Inclusion inclusion, Conjunction first, SchemaPlace second, NumberRange range, (string Keyword, Exact Step) rule)
    {
        if (range.Step is { } own && own.IsMultipleOf(rule.Step))
        {
            return null;
        }

        var points = range.Points(8, rule.Step);
        return points.All(point => point.IsMultipleOf(rule.Step)) && points.Count < 2
            ? null
            : inclusion.Seek(first, second, rule.Keyword, points.Select(point => point.ToString()));
    }
}
