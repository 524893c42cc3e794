using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CityOps.Hub.Guards;

/// <summary>
/// An exception from the forbidden addresses: a range and a port (0: every port), written <c>10.1.2.0/24:443</c>,
/// <c>127.0.0.0/8:*</c> or <c>[fd00::/8]:443</c>. A government's own network is private space, so an operator names what is meant.
/// </summary>
internal sealed record Allowance(IPNetwork Range, int Port)
{
    public static bool TryParse(string text, out Allowance allowance)
    {
        allowance = null!;
        var colon = text.LastIndexOf(':');
        if (colon < 1)
        {
            return false;
        }

        var (range, port) = (text[..colon], text[(colon + 1)..]);
        if (range is ['[', .., ']'])
        {
            range = range[1..^1];
        }
        else if (range.Contains(':', StringComparison.Ordinal))
        {
            return false;
        }

        var number = 0;
        if (!IPNetwork.TryParse(range, out var network) || !network.BaseAddress.Equals(IPAddress.Parse(range.Split('/')[0])) || (port != "*" && !(int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is > 0 and < 65536)))
        {
            return false;
        }

        allowance = new Allowance(network, number);
        return true;
    }

    /// <summary>Whether it covers the address as it is really reached: one of version 4 inside another does not slip through.</summary>
    public bool Covers(IPAddress address, int port) =>
        (Port == 0 || Port == port) && AddressRules.Unwrap(address) is [var inner] && inner.AddressFamily == Range.BaseAddress.AddressFamily && Range.Contains(inner);

    /// <summary>Whether it is about this machine only, where plain http is no risk.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Range.BaseAddress) && Range.PrefixLength >= (Range.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 8 : 128);
}
