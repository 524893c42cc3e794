using System.Net;
using System.Net.Sockets;

namespace CityOps.Hub.Guards;

/// <summary>
/// Which addresses somebody else may make us call: those of the public internet (RFC 6890 and its registries). The
/// platform's own tests miss many forms (security.md 9.2), so IPv4 inside IPv6 is taken out first, whatever wraps it. Pure.
/// </summary>
internal static class AddressRules
{
    private static readonly (IPNetwork Network, string Kind)[] Special =
    [
        Of("0.0.0.0/8", "unspecified"), Of("10.0.0.0/8", "private"), Of("100.64.0.0/10", "shared (CGNAT)"), Of("127.0.0.0/8", "loopback"),
        Of("169.254.0.0/16", "link-local"), Of("172.16.0.0/12", "private"), Of("192.0.0.0/24", "reserved"), Of("192.0.2.0/24", "documentation"),
        Of("192.88.99.0/24", "reserved"), Of("192.168.0.0/16", "private"), Of("198.18.0.0/15", "benchmark"), Of("198.51.100.0/24", "documentation"),
        Of("203.0.113.0/24", "documentation"), Of("224.0.0.0/4", "multicast"), Of("240.0.0.0/4", "reserved or broadcast"),
        Of("::/128", "unspecified"), Of("::1/128", "loopback"), Of("100::/64", "discard"), Of("2001:2::/48", "benchmark"), Of("2001:10::/28", "reserved"),
        Of("2001:20::/28", "reserved"), Of("2001:db8::/32", "documentation"), Of("3fff::/20", "documentation"), Of("5f00::/16", "reserved"),
        Of("fc00::/7", "private"), Of("fe80::/10", "link-local"), Of("fec0::/10", "private"), Of("ff00::/8", "multicast"),
    ];

    /// <summary>The kind of a special address, null for a public one. Every address that a wrapped form holds must be public.</summary>
    public static string? KindOf(IPAddress address)
    {
        foreach (var inner in Held(address))
        {
            foreach (var (network, kind) in Special)
            {
                if (network.BaseAddress.AddressFamily == inner.AddressFamily && network.Contains(inner))
                {
                    return kind;
                }
            }
        }

        return null;
    }

    /// <summary>The address as it is compared with allowances: IPv4 unwrapped from its mapped form, without a zone.</summary>
    public static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes())
        : address;

    private static IEnumerable<IPAddress> Held(IPAddress address)
    {
        var plain = Plain(address);
        yield return plain;
        if (plain.AddressFamily != AddressFamily.InterNetworkV6)
        {
            yield break;
        }

        var bytes = plain.GetAddressBytes();
        if (bytes is [0x20, 0x02, ..])
        {
            yield return new IPAddress(bytes.AsSpan(2, 4)); // 6to4
        }
        else if (bytes is [0x20, 0x01, 0, 0, ..])
        {
            yield return new IPAddress(bytes.AsSpan(4, 4)); // Teredo: its server, and the client behind it
            yield return new IPAddress([(byte)~bytes[12], (byte)~bytes[13], (byte)~bytes[14], (byte)~bytes[15]]);
        }
        else if (bytes is [0, 0x64, 0xFF, 0x9B, ..] || (bytes.AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0 && bytes[12] != 0))
        {
            yield return new IPAddress(bytes.AsSpan(12, 4)); // NAT64, IPv4-compatible
        }
    }

    private static (IPNetwork Network, string Kind) Of(string network, string kind) => (IPNetwork.Parse(network), kind);
}
