using System.Net;
using System.Net.Sockets;

namespace CityOps.Hub.Guards;

/// <summary>
/// Which addresses of the network are open to everybody (security.md 9.2). The runtime's own tests miss 0.0.0.0, ::, the
/// wrapped forms and half of the private ranges, so every range is named here. Pure.
/// </summary>
internal static class AddressRules
{
    // What is not for the public by the registries of IANA, and what is there no more.
    private static readonly (IPNetwork Range, string What)[] Version4 =
    [
        .. from line in (string[])[
            "0.0.0.0/8 unspecified", "10.0.0.0/8 private", "100.64.0.0/10 carrier-nat", "127.0.0.0/8 loopback", "169.254.0.0/16 link-local",
            "172.16.0.0/12 private", "192.0.0.0/24 reserved", "192.0.2.0/24 documentation", "192.88.99.0/24 reserved", "192.168.0.0/16 private",
            "198.18.0.0/15 benchmark", "198.51.100.0/24 documentation", "203.0.113.0/24 documentation", "224.0.0.0/4 multicast", "240.0.0.0/4 reserved"]
           let parts = line.Split(' ')
           select (IPNetwork.Parse(parts[0]), parts[1]),
    ];

    // Only 2000::/3 is given out; within it these are not for the public.
    private static readonly (IPNetwork Range, string What)[] Version6 =
    [
        .. from line in (string[])[
            "::/128 unspecified", "::1/128 loopback", "fc00::/7 private", "fe80::/10 link-local", "fec0::/10 private", "ff00::/8 multicast",
            "2001:2::/48 benchmark", "2001:db8::/32 documentation", "3fff::/20 documentation", "2001::/23 reserved"]
           let parts = line.Split(' ')
           select (IPNetwork.Parse(parts[0]), parts[1]),
    ];

    private static readonly IPNetwork Given = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");
    private static readonly IPNetwork Translated = IPNetwork.Parse("::ffff:0:0:0/96");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Teredo = IPNetwork.Parse("2001::/32");

    /// <summary>What kind of not public the address is; null when everybody may be called there.</summary>
    public static string? Forbidden(IPAddress address)
    {
        foreach (var inner in Unwrap(address))
        {
            if (WhatOf(inner) is { } what)
            {
                return what;
            }
        }

        return null;
    }

    /// <summary>The addresses that are really reached: those of version 4 inside one of version 6, or the address itself.</summary>
    public static IReadOnlyList<IPAddress> Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return [address];
        }

        var plain = address.ScopeId == 0 ? address : new IPAddress(address.GetAddressBytes());
        var bytes = plain.GetAddressBytes();
        if (plain.IsIPv4MappedToIPv6 || Translated.Contains(plain) || Nat64.Contains(plain) || IsCompatible(plain, bytes) || IsIsatap(bytes))
        {
            return [Inner(bytes, 12)];
        }

        return SixToFour.Contains(plain) ? [Inner(bytes, 2)]
            : Teredo.Contains(plain) ? [Inner(bytes, 4), new IPAddress([.. bytes.Skip(12).Select(b => (byte)~b)])]
            : [plain];
    }

    private static string? WhatOf(IPAddress address)
    {
        var ranges = address.AddressFamily == AddressFamily.InterNetwork ? Version4 : Version6;
        foreach (var (range, what) in ranges)
        {
            if (range.Contains(address))
            {
                return what;
            }
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 && !Given.Contains(address) ? "reserved" : null;
    }

    private static bool IsCompatible(IPAddress address, byte[] bytes) => Compatible.Contains(address) && (bytes[12] | bytes[13] | bytes[14]) != 0;

    // RFC 5214: …:0:5efe:a.b.c.d and …:200:5efe:a.b.c.d behind any prefix.
    private static bool IsIsatap(byte[] bytes) => (bytes[8] & 0xFD) == 0 && bytes[9] == 0 && bytes[10] == 0x5E && bytes[11] == 0xFE;

    private static IPAddress Inner(byte[] bytes, int at) => new(bytes.AsSpan(at, 4));
}
