using System.Text;
using System.Text.RegularExpressions;
using CityOps.Schemas.Rules.Expressions;

namespace CityOps.Schemas.Rules;

/// <summary>The words for a broken rule, with <c>{member}</c> where the record's own value belongs. Values of level 3 and up are masked.</summary>
internal sealed partial class RuleMessage
{
    private const int Longest = 60;
    private readonly (string Words, Member? Member, bool IsSensitive)[] parts;

    public RuleMessage(string text, RuleMembers members, IReadOnlySet<string> sensitive)
    {
        parts = [.. Pieces().Split(text).Select((piece, i) => i % 2 == 0
            ? (piece, null, false)
            : ("", members.Named(piece) ?? throw new FormatException($"the words name {piece}, the rule does not"), sensitive.Contains(piece)))];
    }

    public string Fill(scoped in RuleInput record)
    {
        var filled = new StringBuilder();
        foreach (var (words, member, isSensitive) in parts)
        {
            filled.Append(words).Append(member is null ? "" : Show(record[member.Slot], isSensitive));
        }

        return filled.ToString();
    }

    private static string Show(ReadOnlySpan<byte> raw, bool isSensitive)
    {
        if (raw.IsEmpty)
        {
            return "—";
        }

        var text = Encoding.UTF8.GetString(MemberText.Plain(raw[..Math.Min(raw.Length, Longest * 4)]));
        if (isSensitive)
        {
            return string.Concat(text.AsSpan(0, text.Length > 0 && !char.IsSurrogate(text[0]) ? 1 : 0), "***");
        }

        return text.Length <= Longest ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest), "…");
    }

    [GeneratedRegex(@"\{([A-Za-z0-9]+)\}")]
    private static partial Regex Pieces();
}
