using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CityOps.Node.Federation.Departments;

/// <summary>Where a department of the demo takes deliveries: proves the address, checks each signature, keeps no record.</summary>
internal sealed class TradeEndpoints : IAsyncDisposable
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<string, byte[]> secrets = new(StringComparer.Ordinal);
    private readonly WebApplication app;
    private readonly FaultBoard faults;
    private long taken;

    private TradeEndpoints(WebApplication app, FaultBoard faults) => (this.app, this.faults) = (app, faults);

    public string Url => app.Urls.First() + "/deliveries";

    public long Taken => Interlocked.Read(ref taken);

    /// <param name="port">The same at each start, as its address is registered; 0 takes a free one.</param>
    public static async Task<TradeEndpoints> StartAsync(int port, FaultBoard faults, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var made = new TradeEndpoints(app, faults);
        app.MapPost("/deliveries", Task<IResult> (HttpContext http) => made.TakeAsync(http));
        await app.StartAsync(ct);
        return made;
    }

    /// <param name="secret">As the hub shows it: <c>whsec_</c> and base64.</param>
    public void Trust(string subscription, string secret) => secrets[subscription] = Convert.FromBase64String(secret["whsec_".Length..]);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpContext http)
    {
        using var kept = new MemoryStream();
        await http.Request.Body.CopyToAsync(kept, http.RequestAborted);
        if (faults.Ails("push-down"))
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        if (faults.Ails("push-slow"))
        {
            await Task.Delay(Slow, http.RequestAborted);
        }

        using var body = JsonDocument.Parse(kept.ToArray());
        var subscription = body.RootElement.GetProperty("subscription").GetString()!;
        if (!secrets.TryGetValue(subscription, out var secret) || !Holds(http.Request, kept.ToArray(), secret))
        {
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }

        if (body.RootElement.TryGetProperty("challenge", out var challenge))
        {
            return Results.Text(challenge.GetString());
        }

        Interlocked.Add(ref taken, body.RootElement.GetProperty("records").GetArrayLength());
        return Results.NoContent();
    }

    private static bool Holds(HttpRequest request, byte[] body, byte[] secret)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}."), .. body];
        var wanted = "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed));
        return request.Headers["webhook-signature"].ToString().Split(' ').Contains(wanted, StringComparer.Ordinal);
    }
}
