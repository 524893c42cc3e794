using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CityOps.Tests.Shared;

/// <summary>One mail as it came over the wire.</summary>
public sealed record TakenMail(string From, string To, string Data);

/// <summary>A mail server on loopback that speaks enough of SMTP (RFC 5321) with AUTH PLAIN (RFC 4954) to be sent to.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Task serving;

    public SmtpServer()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        serving = ServeAsync();
    }

    public int Port { get; }

    public ConcurrentQueue<TakenMail> Taken { get; } = new();

    /// <summary>Login and password asked for; null asks for none.</summary>
    public (string Login, string Password)? Account { get; set; }

    /// <summary>What a recipient is answered.</summary>
    public Func<string, string> Answer { get; set; } = _ => "250 ok";

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await serving;
        end.Dispose();
    }

    private async Task ServeAsync()
    {
        var calls = new List<Task>();
        try
        {
            while (true)
            {
                calls.Add(SpeakAsync(await listener.AcceptTcpClientAsync(end.Token)));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(calls);
        }
    }

    private async Task SpeakAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, new UTF8Encoding(false));
                await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 test ESMTP");
                await new Talk(this, reader, writer).RunAsync(end.Token);
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException)
            {
                // The caller left, or the test is over.
            }
        }
    }

    private sealed class Talk(SmtpServer server, StreamReader reader, StreamWriter writer)
    {
        private bool known = server.Account is null;
        private string from = "";
        private string to = "";

        public async Task RunAsync(CancellationToken ct)
        {
            while (await reader.ReadLineAsync(ct) is { } line)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                if (verb == "QUIT")
                {
                    await writer.WriteLineAsync("221 bye");
                    return;
                }

                await writer.WriteLineAsync(verb == "DATA" && to.Length > 0 ? await DataAsync(ct) : Reply(verb, line));
            }
        }

        private string Reply(string verb, string line)
        {
            switch (verb)
            {
                case "EHLO":
                    return "250-test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN";
                case "AUTH":
                    known = server.Account is { } account && Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[^1])) == $"\0{account.Login}\0{account.Password}";
                    return known ? "235 welcome" : "535 wrong login or password";
                case "MAIL" when !known:
                    return "530 sign on first";
                case "MAIL":
                    (from, to) = (Address(line), "");
                    return "250 ok";
                case "RCPT":
                    var answer = server.Answer(Address(line));
                    to = answer.StartsWith("250", StringComparison.Ordinal) ? Address(line) : "";
                    return answer;
                case "RSET" or "NOOP":
                    return "250 ok";
                default:
                    return "503 not now";
            }
        }

        private async Task<string> DataAsync(CancellationToken ct)
        {
            await writer.WriteLineAsync("354 go on");
            var data = new StringBuilder();
            while (await reader.ReadLineAsync(ct) is { } line && line != ".")
            {
                data.Append(line.StartsWith('.') ? line[1..] : line).Append('\n');
            }

            server.Taken.Enqueue(new TakenMail(from, to, data.ToString()));
            return "250 taken";
        }

        private static string Address(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
    }
}
