using System.Text;

namespace CityOps.Node.Verbs.Reporting;

/// <summary>Terminal cells: a Chinese character takes two, so that columns stand under each other.</summary>
internal static class WideText
{
    public static int Width(string text) => text.EnumerateRunes().Sum(rune => IsWide(rune.Value) ? 2 : 1);

    public static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - Width(text)));

    /// <summary>Text of a file as a terminal may show it: control and direction characters become a dot.</summary>
    public static string Plain(string text) => string.Concat(text.EnumerateRunes().Select(rune => Hides(rune) ? "·" : rune.ToString()));

    private static bool Hides(Rune rune) => Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F;

    private static bool IsWide(int c) => c is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD);
}
