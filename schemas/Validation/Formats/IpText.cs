using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CityOps.Schemas.Validation.Formats;

/// <summary>Addresses in brackets, as URIs and mail addresses hold them.</summary>
internal static class IpText
{
    /// <summary>An IPv6 address without zone, or an address of a version to come (RFC 3986 IPvFuture).</summary>
    public static bool IsLiteral(ReadOnlySpan<byte> text)
    {
        if (text.Length > 0 && (text[0] | 0x20) == 'v')
        {
            var point = text.IndexOf((byte)'.');
            return point > 1 && point < text.Length - 1 && text[(point + 1)..].IndexOfAny((byte)'[', (byte)' ') < 0;
        }

        Span<char> characters = stackalloc char[64];
        return text.Length is > 1 and <= 45
            && text.IndexOf((byte)'%') < 0
            && Encoding.ASCII.TryGetChars(text, characters, out var count)
            && IPAddress.TryParse(characters[..count], out var address)
            && address.AddressFamily == AddressFamily.InterNetworkV6;
    }
}
