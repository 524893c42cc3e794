using System.Globalization;
using System.Text;

namespace CityOps.Schemas.Validation.Patterns;

/// <summary>Writes a parsed pattern in the platform's dialect, with nothing left to its ideas of digits, words or line ends.</summary>
internal static class RegexText
{
    /// <summary>A word boundary by the words of ECMA-262: the platform's own knows more letters.</summary>
    private const string Boundary = "(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))";

    public static string Write(ChoicePart pattern)
    {
        var text = new StringBuilder();
        WriteChoice(pattern, text);
        return text.ToString();
    }

    private static void WriteChoice(ChoicePart choice, StringBuilder text)
    {
        for (var i = 0; i < choice.Choices.Count; i++)
        {
            text.Append(i == 0 ? "(?:" : "|");
            foreach (var part in choice.Choices[i])
            {
                WritePart(part, text);
            }
        }

        text.Append(')');
    }

    private static void WritePart(PatternPart part, StringBuilder text)
    {
        switch (part)
        {
            case StartPart:
                text.Append(@"\A");
                break;
            case EndPart:
                text.Append(@"\z");
                break;
            case SetPart set:
                WriteSet(set.Set, text);
                break;
            case ChoicePart choice:
                WriteChoice(choice, text);
                break;
            case BoundaryPart boundary:
                text.Append(boundary.IsInside ? $"(?!{Boundary})" : Boundary);
                break;
            case GroupPart group:
                text.Append(CultureInfo.InvariantCulture, $"(?<g{group.Number}>");
                WriteChoice(group.Inner, text);
                text.Append(')');
                break;
            case LookPart look:
                text.Append("(?").Append(look.Mark);
                WriteChoice(look.Inner, text);
                text.Append(')');
                break;
            case BackReferencePart back: // a group that took no part matches nothing, everywhere
                text.Append(CultureInfo.InvariantCulture, $"(?(g{back.Number})\\k<g{back.Number}>|)");
                break;
            case RepeatPart repeat:
                text.Append("(?:");
                WritePart(repeat.Part, text);
                text.Append(CultureInfo.InvariantCulture, $"){{{repeat.Least},{repeat.Most}}}");
                break;
        }
    }

    /// <summary>Code points above U+FFFF become pairs of code units. A text never holds half a pair, so none is matched.</summary>
    private static void WriteSet(CharSet set, StringBuilder text)
    {
        var choices = new List<string>();
        var near = string.Concat(set.Ranges.SelectMany(NearRanges).Select(r => Range(r.From, r.To)));
        if (near.Length > 0)
        {
            choices.Add($"[{near}]");
        }

        choices.AddRange(set.Ranges.Where(r => r.To > 0xFFFF).SelectMany(r => Pairs(Math.Max(r.From, 0x10000), r.To)));
        text.Append("(?:").AppendJoin('|', choices.Count > 0 ? choices : [@"[^\u0000-\uFFFF]"]).Append(')');
    }

    private static IEnumerable<(int From, int To)> NearRanges((int From, int To) range)
    {
        if (range.From < 0xD800)
        {
            yield return (range.From, Math.Min(range.To, 0xD7FF));
        }

        if (range is { To: > 0xDFFF, From: <= 0xFFFF })
        {
            yield return (Math.Max(range.From, 0xE000), Math.Min(range.To, 0xFFFF));
        }
    }

    private static IEnumerable<string> Pairs(int from, int to)
    {
        while (from <= to)
        {
            var (high, low) = Split(from);
            var (lastHigh, lastLow) = Split(to);
            if (high == lastHigh)
            {
                yield return $"{Unit(high)}[{Range(low, lastLow)}]";
                yield break;
            }

            if (low != 0xDC00)
            {
                yield return $"{Unit(high)}[{Range(low, 0xDFFF)}]";
                from = Join(high + 1);
                continue;
            }

            var fullTo = lastLow == 0xDFFF ? lastHigh : lastHigh - 1;
            yield return $"[{Range(high, fullTo)}][{Range(0xDC00, 0xDFFF)}]";
            from = Join(fullTo + 1);
        }
    }

    private static (int High, int Low) Split(int codePoint) =>
        (0xD800 + ((codePoint - 0x10000) >> 10), 0xDC00 + ((codePoint - 0x10000) & 0x3FF));

    private static int Join(int high) => 0x10000 + ((high - 0xD800) << 10);

    private static string Range(int from, int to) => from == to ? Unit(from) : $"{Unit(from)}-{Unit(to)}";

    private static string Unit(int unit) => @"\u" + unit.ToString("X4", CultureInfo.InvariantCulture);
}
