using System.Buffers;
using System.Globalization;
using System.Text;

namespace CityOps.Hub.Guards;

/// <summary>
/// Text of strangers on its way into a log: line ends, ESC and every other control character, line and paragraph
/// separators and the marks that turn the direction of writing become visible, so that nobody can write a second line or
/// hide one (security.md 9.7). Pure.
/// </summary>
public static class PlainText
{
    private static readonly SearchValues<char> Risky = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Concat(Enumerable.Range(0xD800, 0x800)).Select(c => (char)c),
        '\u00AD', '\u061C', '\u180E', '\u200B', '\u200C', '\u200D', '\u200E', '\u200F', '\u2028', '\u2029',
        '\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2060', '\u2066', '\u2067', '\u2068', '\u2069', '\uFEFF', '\uFFFE', '\uFFFF',
    ]);

    /// <summary>The text with what is risky written as <c>\u{hex}</c>, cut after so many characters with an ellipsis.</summary>
    public static string Of(string? text, int most)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var cut = text.Length > most;
        var kept = text.AsSpan(0, cut ? most : text.Length);
        if (kept.IndexOfAny(Risky) < 0)
        {
            return cut ? $"{kept}…" : text;
        }

        var plain = new StringBuilder(kept.Length + 16);
        for (var i = 0; i < kept.Length; i++)
        {
            if (char.IsHighSurrogate(kept[i]) && i + 1 < kept.Length && char.IsLowSurrogate(kept[i + 1]))
            {
                AppendPair(plain, kept[i], kept[++i]);
            }
            else if (Risky.Contains(kept[i]))
            {
                plain.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)kept[i]:x}}}");
            }
            else
            {
                plain.Append(kept[i]);
            }
        }

        return (cut ? plain.Append('…') : plain).ToString();
    }

    // Tags (U+E0000…) are invisible letters; all other characters beyond the first plane stay as they are.
    private static void AppendPair(StringBuilder plain, char high, char low)
    {
        var point = char.ConvertToUtf32(high, low);
        _ = point is >= 0xE0000 and < 0xE1000
            ? plain.Append(CultureInfo.InvariantCulture, $"\\u{{{point:x}}}")
            : plain.Append(high).Append(low);
    }
}
