using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CityOps.Tests.SignOn.Guards;

/// <summary>A listener on loopback that counts who connects and answers each request with the same bytes; with none it never answers.</summary>
internal sealed class CannedServer : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stop = new();
    private readonly byte[] answer;
    private readonly Task loop;
    private int connections;

    public CannedServer(string? answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", string address = "127.0.0.1")
    {
        this.answer = Encoding.UTF8.GetBytes(answer ?? "");
        listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        loop = RunAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref connections);

    public List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                Interlocked.Increment(ref connections);
                open.Add(ServeAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var buffer = new byte[65536];
            while (await stream.ReadAsync(buffer, stop.Token) is var read and > 0)
            {
                lock (Requests)
                {
                    Requests.Add(Encoding.UTF8.GetString(buffer, 0, read));
                }

                if (answer.Length > 0)
                {
                    await stream.WriteAsync(answer, stop.Token);
                }
            }
        }
    }
}
