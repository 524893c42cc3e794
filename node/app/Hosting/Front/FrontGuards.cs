using System.Net;
using System.Net.Sockets;
using CityOps.Hub;
using CityOps.Hub.Guards;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace CityOps.Node.Hosting.Front;

/// <summary>
/// What every request passes before any endpoint sees it: headers that contradict each other, a host that is not ours, too
/// many calls, a body of a type nobody asked for; and the security headers every answer carries.
/// </summary>
internal sealed class FrontGuards
{
    private const string Strict = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private readonly HashSet<string> hosts;
    private readonly bool https;
    private readonly RateLimits limits;
    private readonly GuardSwitch guards;

    public FrontGuards(DeploymentOptions options, RateLimits limits, GuardSwitch guards)
    {
        (this.limits, this.guards) = (limits, guards);
        https = options.Origin.StartsWith("https:", StringComparison.Ordinal);
        hosts = HostsOf(options).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    public async Task EnterAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(static state => ((Func<Task>)state)(), () => Protect(http));
        if (Refuse(http) is { } refusal)
        {
            http.Response.Headers.Connection = "close"; // whatever comes behind on this connection is not trusted either
            await refusal.ToResult(http).ExecuteAsync(http);
            return;
        }

        if (RefuseRate(http) is { } tooMany)
        {
            await tooMany.ToResult(http).ExecuteAsync(http);
            return;
        }

        await (RefuseType(http) is { } wrongType ? wrongType.ToResult(http).ExecuteAsync(http) : next(http));
    }

    // The names others know us by; on loopback every spelling of it, for people type what they like.
    private static IEnumerable<string> HostsOf(DeploymentOptions options)
    {
        var (origin, listen) = (new Uri(options.Origin), new Uri(options.Listen));
        yield return origin.Authority;
        yield return listen.Authority;
        if (origin.IsDefaultPort)
        {
            yield return $"{origin.Host}:{origin.Port}";
        }

        foreach (var name in listen.IsLoopback ? (string[])["localhost", "127.0.0.1", "[::1]"] : [])
        {
            yield return $"{name}:{listen.Port}";
        }

        foreach (var name in options.Guards.Hosts)
        {
            yield return name;
        }
    }

    // Kestrel reads a chunked body that also has a length, and hides the length from us under another name (G11).
    private Refusal? Refuse(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (guards.IsOn("http.length") && headers.TransferEncoding.Count > 0 && (headers.ContentLength is not null || headers.ContainsKey("X-Content-Length")))
        {
            return GuardRefusals.HeaderConflict;
        }

        return guards.IsOn("http.host") && !(headers.Host is [{ } host] && hosts.Contains(host)) ? GuardRefusals.UnknownHost : null;
    }

    private Refusal? RefuseRate(HttpContext http)
    {
        var address = AddressOf(http.Connection.RemoteIpAddress);
        RateClass? own = Begins(http, "/connect") ? RateClass.Tokens : Begins(http, "/signon") ? RateClass.Logins : null;
        return own is { } kind && limits.Refuse(kind, address) is { } refusal ? refusal : limits.Refuse(RateClass.Strangers, address);
    }

    // The token endpoint answers in its protocol's own words, intake names its two types itself.
    private Refusal? RefuseType(HttpContext http)
    {
        if (!guards.IsOn("http.type") || Begins(http, "/connect") || Begins(http, "/exchange/v1/interfaces") || http.GetEndpoint() is not { } endpoint || !HasBody(http.Request))
        {
            return null;
        }

        var given = http.Request.ContentType?.Split(';')[0].Trim() ?? "";
        var taken = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? [Begins(http, "/signon") || Begins(http, "/portal") ? "application/x-www-form-urlencoded" : "application/json"];
        return taken.Contains(given, StringComparer.OrdinalIgnoreCase) ? null : GuardRefusals.MediaType.Because($"须为 {string.Join("、", taken)}。", $"It takes {string.Join(", ", taken)}.");
    }

    private static bool HasBody(HttpRequest request) => request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0;

    private static bool Begins(HttpContext http, string path) => http.Request.Path.StartsWithSegments(path, StringComparison.Ordinal);

    // Defaults: an endpoint that says otherwise has its reason.
    private Task Protect(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.TryAdd("X-Frame-Options", "DENY");
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd("Content-Security-Policy", Strict);
        headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
        if (https || http.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }

        if (headers.CacheControl.Count == 0 && headers.ETag.Count == 0)
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }

    // One subscriber of IPv6 usually holds a whole /64.
    private static string AddressOf(IPAddress? address)
    {
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is { AddressFamily: AddressFamily.InterNetworkV6 } ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8)) : plain?.ToString() ?? "local";
    }
}
