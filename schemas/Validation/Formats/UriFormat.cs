using System.Buffers;

namespace CityOps.Schemas.Validation.Formats;

/// <summary>RFC 3986 <c>URI</c>: with a scheme, ASCII only, every part of its own characters.</summary>
internal sealed class UriFormat() : TextFormat("uri")
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private const string SubDelimiters = "!$&'()*+,;=";

    private static readonly SearchValues<byte> SchemeBytes = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");
    private static readonly SearchValues<byte> UserBytes = Set(Unreserved + SubDelimiters + ":");
    private static readonly SearchValues<byte> HostBytes = Set(Unreserved + SubDelimiters);
    private static readonly SearchValues<byte> PathBytes = Set(Unreserved + SubDelimiters + ":@/");
    private static readonly SearchValues<byte> QueryBytes = Set(Unreserved + SubDelimiters + ":@/?");

    public override bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        var colon = utf8.IndexOf((byte)':');
        if (colon < 1 || !char.IsAsciiLetter((char)utf8[0]) || utf8[..colon].ContainsAnyExcept(SchemeBytes))
        {
            return false;
        }

        var rest = utf8[(colon + 1)..];
        if (!CutTail(ref rest, (byte)'#', QueryBytes) || !CutTail(ref rest, (byte)'?', QueryBytes))
        {
            return false;
        }

        if (!rest.StartsWith("//"u8))
        {
            return IsOf(rest, PathBytes);
        }

        rest = rest[2..];
        var slash = rest.IndexOf((byte)'/');
        return slash < 0 ? IsAuthority(rest) : IsAuthority(rest[..slash]) && IsOf(rest[slash..], PathBytes);
    }

    private static SearchValues<byte> Set(string ascii) => SearchValues.Create([.. ascii.Select(c => (byte)c)]);

    private static bool CutTail(ref ReadOnlySpan<byte> text, byte mark, SearchValues<byte> allowed)
    {
        var at = text.IndexOf(mark);
        if (at < 0)
        {
            return true;
        }

        var tail = text[(at + 1)..];
        text = text[..at];
        return IsOf(tail, allowed);
    }

    private static bool IsAuthority(ReadOnlySpan<byte> text)
    {
        var at = text.LastIndexOf((byte)'@');
        if (at >= 0 && !IsOf(text[..at], UserBytes))
        {
            return false;
        }

        var host = text[(at + 1)..];
        if (host.StartsWith("["u8))
        {
            var close = host.IndexOf((byte)']');
            return close > 0 && IpText.IsLiteral(host[1..close]) && IsPort(host[(close + 1)..]);
        }

        var colon = host.LastIndexOf((byte)':');
        return colon < 0 ? IsOf(host, HostBytes) : IsOf(host[..colon], HostBytes) && IsPort(host[colon..]);
    }

    private static bool IsPort(ReadOnlySpan<byte> text) =>
        text.Length == 0 || (text[0] == (byte)':' && !text[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));

    /// <summary>Only allowed bytes and complete percent escapes.</summary>
    private static bool IsOf(ReadOnlySpan<byte> text, SearchValues<byte> allowed)
    {
        while (true)
        {
            var at = text.IndexOfAnyExcept(allowed);
            if (at < 0)
            {
                return true;
            }

            if (text[at] != (byte)'%' || text.Length < at + 3 || !char.IsAsciiHexDigit((char)text[at + 1]) || !char.IsAsciiHexDigit((char)text[at + 2]))
            {
                return false;
            }

            text = text[(at + 3)..];
        }
    }
}
