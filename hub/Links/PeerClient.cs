using System.Net.Sockets;

namespace CityOps.Hub.Links;

/// <summary>The HTTP client of links: no proxy, no redirects, no cookies; connections age out so that DNS changes are seen.</summary>
public static class PeerClient
{
    /// <summary>Longer than the longest poll (60 s), so that a patient hub is never cut off.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static HttpClient To(string url) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        MaxConnectionsPerServer = 256,
    })
    {
        BaseAddress = new Uri(url.EndsWith('/') ? url : url + "/"),
        Timeout = Patience,
    };

    /// <summary>The same for one walk: how long the connection and its TLS took is noted.</summary>
    public static HttpClient Timed(string url, PeerTiming timing, TimeProvider clock)
    {
        var connected = 0L;
        return new(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            MaxConnectionsPerServer = 1,
            ConnectCallback = async (context, ct) =>
            {
                var started = clock.GetTimestamp();
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(context.DnsEndPoint, ct);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }

                (timing.Connect, timing.IsConnected, connected) = (clock.GetElapsedTime(started), true, clock.GetTimestamp());
                return new NetworkStream(socket, ownsSocket: true);
            },
            PlaintextStreamFilter = (context, _) =>
            {
                (timing.Tls, timing.IsSecured) = (clock.GetElapsedTime(connected), true);
                return ValueTask.FromResult(context.PlaintextStream);
            },
        })
        {
            BaseAddress = new Uri(url.EndsWith('/') ? url : url + "/"),
            Timeout = Patience,
        };
    }
}

/// <summary>How long the beginning of a connection took, and how far it came.</summary>
public sealed class PeerTiming
{
    public TimeSpan Connect { get; internal set; }

    public TimeSpan Tls { get; internal set; }

    public bool IsConnected { get; internal set; }

    public bool IsSecured { get; internal set; }

    internal long Millis => (long)(Connect + Tls).TotalMilliseconds;
}
