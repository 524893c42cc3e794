using System.Buffers;

namespace CityOps.Schemas.Validation.Formats;

/// <summary>Whether a reference without scheme will do.</summary>
internal enum Relative
{
    Refused,
    Allowed,
}

/// <summary>RFC 3986 <c>URI</c> and <c>URI-reference</c>, RFC 3987 <c>IRI</c> and <c>IRI-reference</c>: every part of its own characters.</summary>
internal sealed class UriFormat(string name, Script script, Relative relative) : TextFormat(name)
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
        var rest = utf8;
        var mark = rest.IndexOfAny(":/?#"u8);
        if (mark > 0 && rest[mark] == (byte)':' && char.IsAsciiLetter((char)rest[0]) && !rest[..mark].ContainsAnyExcept(SchemeBytes))
        {
            rest = rest[(mark + 1)..];
        }
        else if (relative == Relative.Refused || (mark >= 0 && rest[mark] == (byte)':'))
        {
            return false; // the first segment of a relative path holds no colon
        }

        if (!CutTail(ref rest, (byte)'#', UriChars.Text) || !CutTail(ref rest, (byte)'?', UriChars.TextAndPrivate))
        {
            return false;
        }

        if (!rest.StartsWith("//"u8))
        {
            return IsOf(rest, PathBytes, UriChars.Text);
        }

        rest = rest[2..];
        var slash = rest.IndexOf((byte)'/');
        return slash < 0 ? IsAuthority(rest) : IsAuthority(rest[..slash]) && IsOf(rest[slash..], PathBytes, UriChars.Text);
    }

    private static SearchValues<byte> Set(string ascii) => SearchValues.Create([.. ascii.Select(c => (byte)c)]);

    private bool CutTail(ref ReadOnlySpan<byte> text, byte mark, UriChars beyond)
    {
        var at = text.IndexOf(mark);
        if (at < 0)
        {
            return true;
        }

        var tail = text[(at + 1)..];
        text = text[..at];
        return IsOf(tail, QueryBytes, beyond);
    }

    private bool IsAuthority(ReadOnlySpan<byte> text)
    {
        var at = text.LastIndexOf((byte)'@');
        if (at >= 0 && !IsOf(text[..at], UserBytes, UriChars.Text))
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
        return colon < 0 ? IsOf(host, HostBytes, UriChars.Text) : IsOf(host[..colon], HostBytes, UriChars.Text) && IsPort(host[colon..]);
    }

    private static bool IsPort(ReadOnlySpan<byte> text) =>
        text.Length == 0 || (text[0] == (byte)':' && !text[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));

    /// <summary>Only allowed bytes, complete percent escapes and, in an IRI, the allowed code points of other scripts.</summary>
    private bool IsOf(ReadOnlySpan<byte> text, SearchValues<byte> allowed, UriChars beyond)
    {
        while (true)
        {
            var at = text.IndexOfAnyExcept(allowed);
            if (at < 0)
            {
                return true;
            }

            var taken = text[at] == (byte)'%' ? UriText.MeasureEscape(text[at..])
                : script == Script.Unicode ? UriText.MeasureOther(text[at..], beyond)
                : 0;
            if (taken == 0)
            {
                return false;
            }

            text = text[(at + taken)..];
        }
    }
}
