using System.Globalization;
using System.Text;

namespace CityOps.Schemas.Records;

/// <summary>The escapes of JSON strings.</summary>
internal static class JsonEscapes
{
    /// <summary>The UTF-16 unit of a <c>\uXXXX</c> the text starts with.</summary>
    public static bool TryReadUnit(ReadOnlySpan<byte> text, out char unit)
    {
        unit = '\0';
        if (text.Length < 6 || text[0] != '\\' || text[1] != 'u'
            || !ushort.TryParse(text.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return false;
        }

        unit = (char)code;
        return true;
    }

    /// <summary>The bytes a string stands for, given its well-formed text without the quotes; never longer than the text.</summary>
    public static int Resolve(ReadOnlySpan<byte> text, Span<byte> into)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            var plain = text.IndexOf((byte)'\\');
            plain = plain < 0 ? text.Length : plain;
            text[..plain].CopyTo(into[length..]);
            length += plain;
            text = text[plain..];
            if (text.Length > 1)
            {
                length += ResolveOne(ref text, into[length..]);
            }
            else
            {
                return length;
            }
        }

        return length;
    }

    /// <summary>The string a JSON string's text (without the quotes) stands for.</summary>
    public static string ToText(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(text);
        }

        var buffer = new byte[text.Length];
        return Encoding.UTF8.GetString(buffer, 0, Resolve(text, buffer));
    }

    private static int ResolveOne(ref ReadOnlySpan<byte> text, Span<byte> into)
    {
        if (TryReadUnit(text, out var unit))
        {
            text = text[6..];
            if (Rune.TryCreate(unit, out var rune))
            {
                return rune.EncodeToUtf8(into);
            }

            if (TryReadUnit(text, out var low) && Rune.TryCreate(unit, low, out rune))
            {
                text = text[6..];
                return rune.EncodeToUtf8(into);
            }

            return Rune.ReplacementChar.EncodeToUtf8(into);
        }

        into[0] = text[1] switch
        {
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            var same => same,
        };
        text = text[2..];
        return 1;
    }
}
