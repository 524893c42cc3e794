using System.Text;

namespace CityOps.Schemas.Validation.Formats;

/// <summary>Which code points beyond ASCII a part may hold.</summary>
internal enum UriChars
{
    /// <summary><c>ucschar</c> of RFC 3987.</summary>
    Text,

    /// <summary><c>ucschar</c> and <c>iprivate</c>: a query, or a template.</summary>
    TextAndPrivate,
}

/// <summary>What URIs, IRIs and templates share.</summary>
internal static class UriText
{
    /// <summary>3 for a percent sign with two hexadecimal digits, else 0.</summary>
    public static int MeasureEscape(ReadOnlySpan<byte> text) =>
        text.Length >= 3 && text[0] == (byte)'%' && char.IsAsciiHexDigit((char)text[1]) && char.IsAsciiHexDigit((char)text[2]) ? 3 : 0;

    /// <summary>Bytes of an allowed code point beyond ASCII at the start, else 0.</summary>
    public static int MeasureOther(ReadOnlySpan<byte> text, UriChars allowed) =>
        Rune.DecodeFromUtf8(text, out var rune, out var taken) == System.Buffers.OperationStatus.Done
        && (IsText(rune.Value) || (allowed == UriChars.TextAndPrivate && IsPrivate(rune.Value)))
            ? taken
            : 0;

    private static bool IsText(int codePoint) => codePoint switch
    {
        < 0xA0 => false,
        <= 0xD7FF => true,
        < 0xF900 => false,
        <= 0xFDCF => true,
        < 0xFDF0 => false,
        <= 0xFFEF => true,
        < 0x10000 => false,
        < 0xE0000 => (codePoint & 0xFFFF) < 0xFFFE,
        < 0xE1000 => false,
        _ => codePoint <= 0xEFFFD,
    };

    private static bool IsPrivate(int codePoint) =>
        codePoint is (>= 0xE000 and <= 0xF8FF) or (>= 0xF0000 and <= 0xFFFFD) or (>= 0x100000 and <= 0x10FFFD);
}
