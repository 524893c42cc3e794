using System.Net;
using System.Net.Sockets;
using CityOps.Schemas;

namespace CityOps.Hub.Guards;

/// <summary>Asks the names of the network; a test answers in its place.</summary>
internal delegate Task<IPAddress[]> NameLookup(string host, CancellationToken ct);

/// <summary>The call was not made: what the name led to is not ours to call.</summary>
public sealed class BlockedDestinationException(string message) : HttpRequestException(message);

/// <summary>
/// 出站防护: the only way to call an address that somebody else gave us (security.md 9.2). Resolves once, judges every
/// address, connects to the judged one; no redirects, no proxy, no cookies, bounded answers.
/// </summary>
public sealed class OutboundHttp : IDisposable
{
    private const int MostAnswerBytes = 64 << 10;

    private readonly IReadOnlyList<Allowance> allowed;
    private readonly GuardSwitch guards;
    private readonly NameLookup lookup;

    internal OutboundHttp(IReadOnlyList<Allowance> allowed, GuardSwitch guards, NameLookup? lookup = null)
    {
        this.allowed = allowed;
        this.guards = guards;
        this.lookup = lookup ?? ((host, ct) => Dns.GetHostAddressesAsync(host, ct));
        Client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = ConnectAsync,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1), // so that a name that moved is judged again
            MaxResponseHeadersLength = 16,
            MaxConnectionsPerServer = 8,
        })
        {
            MaxResponseContentBufferSize = MostAnswerBytes,
            Timeout = TimeSpan.FromSeconds(15),
        };
    }

    /// <summary>A client for such addresses; answers over 64 KiB and calls over 15 s fail, forbidden destinations by <see cref="BlockedDestinationException"/>.</summary>
    public HttpClient Client { get; }

    /// <summary>Null when the address may be stored and called later; else <c>unsafe-url</c> with the reason.</summary>
    public Refusal? Judge(string url) => guards.IsOn("outbound.url") ? UrlRules.Judge(url, allowed) : null;

    public void Dispose() => Client.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await lookup(host, ct);
        foreach (var address in addresses)
        {
            if (guards.IsOn("outbound.address") && AddressRules.KindOf(address) is { } kind && !allowed.Any(one => one.Covers(AddressRules.Plain(address), port)))
            {
                throw new BlockedDestinationException($"The destination is {kind} and not among Hub:Guards:Allow");
            }
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
