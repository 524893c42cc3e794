using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CityOps.Schemas;

namespace CityOps.Hub.Guards;

/// <summary>All addresses of a name.</summary>
internal delegate Task<IPAddress[]> Resolver(string host, CancellationToken ct);

/// <summary>The name leads to an address that must not be called; nothing was connected.</summary>
public sealed class BlockedDestinationException(string why) : HttpRequestException($"blocked-destination: {why}");

/// <summary>
/// 出站防护: the only way to call an address that somebody else gave us (security.md 9.2). Resolves once, judges every
/// address, connects to the judged one; no redirects, no proxy, no cookies, bounded answers.
/// </summary>
public sealed class OutboundHttp : IDisposable
{
    private const int MostAnswerBytes = 64 << 10;
    private const int MostHeaderKilobytes = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly List<Allowance> allowances = [];
    private readonly HashSet<(string Host, int Port)> origins = [];
    private readonly GuardOptions options;
    private readonly GuardSwitch guards;
    private readonly Resolver resolve;

    internal OutboundHttp(GuardOptions options, TimeProvider clock, GuardSwitch guards, Resolver? resolver = null)
    {
        (this.options, this.guards, resolve) = (options, guards, resolver ?? Dns.GetHostAddressesAsync);
        foreach (var text in options.Allow)
        {
            allowances.Add(Allowance.TryParse(text, out var allowance) ? allowance : throw new ArgumentException($"Guards:Allow: '{text}' cannot be read."));
        }

        foreach (var origin in options.Origins)
        {
            var uri = new Uri(origin);
            origins.Add((uri.Host, uri.Port));
        }

        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = !guards.IsOn("ssrf.redirect"),
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromSeconds(60),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            MaxConnectionsPerServer = 16,
            MaxResponseHeadersLength = MostHeaderKilobytes,
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            ConnectCallback = ConnectAsync,
        };
        Client = new HttpClient(new Bounded(this, clock) { InnerHandler = handler }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>A client for such addresses; answers over 64 KiB and calls over 15 s fail, forbidden ones with <see cref="BlockedDestinationException"/>.</summary>
    public HttpClient Client { get; }

    /// <summary>Null when the address may be stored and called later; else <c>unsafe-url</c> with the reason. Names are resolved when they are called.</summary>
    public Refusal? Judge(string url) => UrlRules.IsAt(url, options.Origins) ? null : UrlRules.Judge(url, allowances, options.Ports, guards);

    public void Dispose() => Client.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolve(host, ct);
        if (addresses.Length == 0)
        {
            throw new HttpRequestException($"{host} has no address.");
        }

        // All of them: a name with one good and one forbidden address is a trap, and which is taken would be chance.
        foreach (var address in addresses)
        {
            if (guards.IsOn("ssrf.address") && !origins.Contains((host, port)) && !allowances.Exists(a => a.Covers(address, port)) && Forbidden(address, port) is { } what)
            {
                throw new BlockedDestinationException($"{host} leads to {address}, which is {what}");
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

    private string? Forbidden(IPAddress address, int port) => AddressRules.Forbidden(address) ?? (options.Ports.Contains(port) ? null : $"public, but not to be called at port {port}");

    /// <summary>Judges each call again, reads the whole answer within its limits, and keeps time over all of it.</summary>
    private sealed class Bounded(OutboundHttp owner, TimeProvider clock) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (owner.Judge(request.RequestUri!.OriginalString) is { } refusal)
            {
                throw new BlockedDestinationException(refusal.DetailEn ?? refusal.TitleEn);
            }

            using var patience = new CancellationTokenSource(Patience, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            var response = await PlainlyAsync(request, both.Token);
            try
            {
                if (owner.guards.IsOn("ssrf.size"))
                {
                    await response.Content.LoadIntoBufferAsync(MostAnswerBytes, both.Token);
                }

                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }

        // The handler wraps what the connecting threw; callers tell a forbidden address from one that is away.
        private async Task<HttpResponseMessage> PlainlyAsync(HttpRequestMessage request, CancellationToken ct)
        {
            try
            {
                return await base.SendAsync(request, ct);
            }
            catch (HttpRequestException fault) when (fault.GetBaseException() is BlockedDestinationException blocked)
            {
                throw blocked;
            }
        }
    }
}
