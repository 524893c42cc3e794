using System.Buffers;
using System.Text;

namespace CityOps.Schemas.Validation.Text;

/// <summary>What stands between the quotes of a JSON string, and what it means.</summary>
internal static class StringText
{
    /// <summary>Length of the escape sequence at the start; 0 where it is none, or half of a surrogate pair.</summary>
    public static int MeasureEscape(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2 || text[0] != (byte)'\\')
        {
            return 0;
        }

        if (text[1] != (byte)'u')
        {
            return "\"\\/bfnrt"u8.Contains(text[1]) ? 2 : 0;
        }

        var unit = Unit(text);
        if (unit < 0 || char.IsLowSurrogate((char)unit))
        {
            return 0;
        }

        return !char.IsHighSurrogate((char)unit) ? 6
            : Unit(text[6..]) is >= 0xDC00 and <= 0xDFFF ? 12
            : 0;
    }

    /// <summary>Writes the meant characters; the target needs no more room than the raw text. The text must be well formed.</summary>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> into)
    {
        var written = 0;
        while (true)
        {
            var plain = raw.IndexOf((byte)'\\');
            if (plain < 0)
            {
                raw.CopyTo(into[written..]);
                return written + raw.Length;
            }

            raw[..plain].CopyTo(into[written..]);
            written += plain;
            raw = raw[plain..];
            var length = MeasureEscape(raw);
            written += WriteMeant(raw[..length], into[written..]);
            raw = raw[length..];
        }
    }

    /// <summary>Code points of well-formed UTF-8: the bytes that do not continue one.</summary>
    public static int CountCodePoints(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var b in utf8)
        {
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }

    /// <summary>For messages and pointers, where allocating is fine.</summary>
    public static string Meaning(ReadOnlySpan<byte> raw)
    {
        var buffer = new byte[raw.Length];
        return Encoding.UTF8.GetString(buffer.AsSpan(0, Unescape(raw, buffer)));
    }

    /// <summary>The meant bytes in a pooled array, to be given back with <see cref="Return"/>.</summary>
    public static byte[] Rent(ReadOnlySpan<byte> raw, out int length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(raw.Length);
        length = Unescape(raw, buffer);
        return buffer;
    }

    public static void Return(byte[] buffer) => ArrayPool<byte>.Shared.Return(buffer);

    private static int WriteMeant(ReadOnlySpan<byte> escape, Span<byte> into)
    {
        if (escape[1] == (byte)'u')
        {
            var unit = Unit(escape);
            var rune = escape.Length == 12 ? new Rune((char)unit, (char)Unit(escape[6..])) : new Rune((char)unit);
            return rune.EncodeToUtf8(into);
        }

        into[0] = escape[1] switch
        {
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            var same => same,
        };
        return 1;
    }

    /// <summary>The code unit of a \uXXXX at the start, or -1.</summary>
    private static int Unit(ReadOnlySpan<byte> text)
    {
        if (text.Length < 6 || text[0] != (byte)'\\' || text[1] != (byte)'u')
        {
            return -1;
        }

        var unit = 0;
        foreach (var digit in text[2..6])
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return -1;
            }

            unit = (unit << 4) | (digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return unit;
    }
}
