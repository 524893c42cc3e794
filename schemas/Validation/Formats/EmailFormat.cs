using System.Buffers;
using CityOps.Schemas.Validation.Formats.Hosts;

namespace CityOps.Schemas.Validation.Formats;

/// <summary>RFC 5321 <c>Mailbox</c>: dotted atoms or a quoted string, then a domain or an address in brackets; RFC 6531 adds all other scripts.</summary>
internal sealed class EmailFormat(Script script) : TextFormat(script == Script.Unicode ? "idn-email" : "email")
{
    private const int MostLocal = 64;

    private static readonly SearchValues<byte> AtomBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~."u8);

    public override bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        var local = utf8.StartsWith("\""u8) ? MeasureQuoted(utf8) : utf8.IndexOf((byte)'@');
        return local is > 0 and <= MostLocal && local < utf8.Length && utf8[local] == (byte)'@'
            && (utf8[0] == (byte)'"' || IsDotted(utf8[..local]))
            && IsDomain(utf8[(local + 1)..]);
    }

    /// <summary>Length with both quotes, or 0.</summary>
    private int MeasureQuoted(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == (byte)'"')
            {
                return i + 1;
            }

            i += text[i] == (byte)'\\' ? 1 : 0;
            if (i >= text.Length || text[i] < 0x20 || text[i] == 0x7F || (text[i] >= 0x80 && (script == Script.Ascii || text[i - 1] == (byte)'\\')))
            {
                return 0;
            }
        }

        return 0;
    }

    private bool IsDotted(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!AtomBytes.Contains(b) && (b < 0x80 || script == Script.Ascii))
            {
                return false;
            }
        }

        return text[0] != (byte)'.' && text[^1] != (byte)'.' && text.IndexOf(".."u8) < 0;
    }

    private bool IsDomain(ReadOnlySpan<byte> domain)
    {
        if (domain.StartsWith("["u8))
        {
            return domain.EndsWith("]"u8) && IsAddress(domain[1..^1]);
        }

        return script == Script.Unicode ? HostText.IsInternational(domain) : HostText.IsPlain(domain);
    }

    private static bool IsAddress(ReadOnlySpan<byte> text) =>
        text.Length > 5 && text[4] == (byte)':' && (text[0] | 0x20) == 'i' && (text[1] | 0x20) == 'p' && (text[2] | 0x20) == 'v' && text[3] == (byte)'6'
            ? IpText.IsVersion6(text[5..])
            : IpText.IsVersion4(text);
}
