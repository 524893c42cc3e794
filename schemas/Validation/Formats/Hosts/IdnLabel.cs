using System.Globalization;
using CityOps.Schemas.Validation.Patterns;

namespace CityOps.Schemas.Validation.Formats.Hosts;

/// <summary>A U-label of IDNA2008: RFC 5891 section 4.2 with the contextual rules of RFC 5892 appendix A.</summary>
internal static class IdnLabel
{
    private const int Zwnj = 0x200C;
    private const int Zwj = 0x200D;

    private static readonly CharSet Valid = UnicodeTable.Get("idna", "PVALID");
    private static readonly CharSet Virama = UnicodeTable.Get("ccc", "9");
    private static readonly CharSet Transparent = UnicodeTable.Get("jt", "T");
    private static readonly CharSet DualJoining = UnicodeTable.Get("jt", "D");
    private static readonly CharSet RightJoining = UnicodeTable.Get("jt", "R");

    public static bool IsValid(int[] label)
    {
        if (label.Length == 0 || label[0] == '-' || label[^1] == '-' || (label.Length > 3 && label[2] == '-' && label[3] == '-') || IsMark(label[0]))
        {
            return false;
        }

        for (var i = 0; i < label.Length; i++)
        {
            if (!Valid.Contains(label[i]) && !IsRightHere(label, i))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsMark(int codePoint) =>
        CharUnicodeInfo.GetUnicodeCategory(codePoint) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Code points that are valid in some company only.</summary>
    private static bool IsRightHere(int[] label, int at) => label[at] switch
    {
        Zwnj => IsAfterVirama(label, at) || JoinsBothSides(label, at),
        Zwj => IsAfterVirama(label, at),
        0xB7 => at > 0 && at < label.Length - 1 && label[at - 1] == 'l' && label[at + 1] == 'l',
        0x375 => at < label.Length - 1 && IsOf("Greek", label[at + 1]),
        0x5F3 or 0x5F4 => at > 0 && IsOf("Hebrew", label[at - 1]),
        0x30FB => Array.Exists(label, c => IsOf("Hiragana", c) || IsOf("Katakana", c) || IsOf("Han", c)),
        >= 0x660 and <= 0x669 => !Array.Exists(label, c => c is >= 0x6F0 and <= 0x6F9),
        >= 0x6F0 and <= 0x6F9 => !Array.Exists(label, c => c is >= 0x660 and <= 0x669),
        _ => false,
    };

    private static bool IsOf(string script, int codePoint) => UnicodeTable.Get("sc", script).Contains(codePoint);

    private static bool IsAfterVirama(int[] label, int at) => at > 0 && Virama.Contains(label[at - 1]);

    private static bool JoinsBothSides(int[] label, int at)
    {
        int before = at - 1, after = at + 1;
        while (before >= 0 && Transparent.Contains(label[before]))
        {
            before--;
        }

        while (after < label.Length && Transparent.Contains(label[after]))
        {
            after++;
        }

        return before >= 0 && after < label.Length && DualJoining.Contains(label[before])
            && (DualJoining.Contains(label[after]) || RightJoining.Contains(label[after]));
    }
}
