namespace CityOps.Schemas.Validation.Formats;

/// <summary>RFC 6570 section 2: literals and expressions in braces.</summary>
internal sealed class UriTemplateFormat() : TextFormat("uri-template")
{
    private const string NoLiteral = " \"'%<>\\^`{|}";
    private const string Operators = "+#./;?&=,!@|";

    public override bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        while (utf8.Length > 0)
        {
            var taken = utf8[0] == (byte)'{' ? MeasureExpression(utf8) : MeasureLiteral(utf8);
            if (taken == 0)
            {
                return false;
            }

            utf8 = utf8[taken..];
        }

        return true;
    }

    private static int MeasureLiteral(ReadOnlySpan<byte> text) => text[0] switch
    {
        (byte)'%' => UriText.MeasureEscape(text),
        >= 0x80 => UriText.MeasureOther(text, UriChars.TextAndPrivate),
        < 0x20 or 0x7F => 0,
        var b => NoLiteral.Contains((char)b) ? 0 : 1,
    };

    private static int MeasureExpression(ReadOnlySpan<byte> text)
    {
        var close = text.IndexOf((byte)'}');
        if (close < 2)
        {
            return 0;
        }

        var names = text[(Operators.Contains((char)text[1]) ? 2 : 1)..close];
        foreach (var range in names.Split((byte)','))
        {
            if (!IsVariable(names[range]))
            {
                return 0;
            }
        }

        return close + 1;
    }

    private static bool IsVariable(ReadOnlySpan<byte> text)
    {
        if (text.EndsWith("*"u8))
        {
            return IsName(text[..^1]);
        }

        var colon = text.IndexOf((byte)':');
        return colon < 0 ? IsName(text) : IsName(text[..colon]) && IsLength(text[(colon + 1)..]);
    }

    /// <summary>1 to 9999.</summary>
    private static bool IsLength(ReadOnlySpan<byte> text) =>
        text.Length is >= 1 and <= 4 && text[0] != (byte)'0' && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool IsName(ReadOnlySpan<byte> text)
    {
        var dot = true; // none at the start, none at the end, no two together
        while (text.Length > 0)
        {
            var taken = text[0] == (byte)'%' ? UriText.MeasureEscape(text)
                : char.IsAsciiLetterOrDigit((char)text[0]) || text[0] == (byte)'_' || (text[0] == (byte)'.' && !dot) ? 1
                : 0;
            if (taken == 0)
            {
                return false;
            }

            dot = text[0] == (byte)'.';
            text = text[taken..];
        }

        return !dot;
    }
}
