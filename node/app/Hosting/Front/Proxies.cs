using System.Net;
using CityOps.Hub.Guards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace CityOps.Node.Hosting.Front;

/// <summary>The proxies in front, by configuration.</summary>
internal static class Proxies
{
    /// <summary>Takes the caller's address and scheme from them alone; a host they name is never taken.</summary>
    public static void UseProxies(this WebApplication app, GuardOptions options)
    {
        if (options.Proxies.Count == 0)
        {
            return;
        }

        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        foreach (var proxy in options.Proxies)
        {
            forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(proxy, out var range) ? range : new System.Net.IPNetwork(IPAddress.Parse(proxy), proxy.Contains(':', StringComparison.Ordinal) ? 128 : 32));
        }

        app.UseForwardedHeaders(forwarded);
    }
}
