using System.Globalization;
using System.Net;

namespace CityOps.Hub.Guards;

/// <summary>
/// Special addresses that this deployment may call all the same: a network of government is private space. Written
/// <c>10.20.0.0/16:443</c> or <c>[fd00::/8]:443</c>: always with its port.
/// </summary>
public sealed record Allowance(IPNetwork Network, int Port)
{
    public static bool TryParse(string text, out Allowance? allowance)
    {
        allowance = null;
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
        {
            return false;
        }

        var network = text[..colon];
        network = network is ['[', .. var inner, ']'] ? inner : network;
        if (!IPNetwork.TryParse(network, out var parsed))
        {
            return false;
        }

        allowance = new Allowance(parsed, port);
        return true;
    }

    public bool Covers(IPAddress address, int port) =>
        port == Port && Network.BaseAddress.AddressFamily == address.AddressFamily && Network.Contains(address);
}
