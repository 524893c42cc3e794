using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CityOps.Tests.Hub.Subscriptions;

/// <summary>One delivery as it came.</summary>
internal sealed record Delivered(string Id, long Timestamp, string Signature, byte[] Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public IEnumerable<string> Cases => Json.TryGetProperty("records", out var records) ? records.EnumerateArray().Select(one => one.GetProperty("record").GetProperty("caseNo").GetString()!) : [];
}

/// <summary>A subscriber's endpoint: a real listener that echoes challenges and answers deliveries as a test wants.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private Receiver(WebApplication app, string url) => (this.app, Url) = (app, url);

    public string Url { get; }

    public ConcurrentQueue<Delivered> All { get; } = new();

    /// <summary>Whether challenges are sent back.</summary>
    public bool Echoes { get; set; } = true;

    public int Challenges { get; private set; }

    /// <summary>What a delivery is answered: status, body, headers.</summary>
    public Func<Delivered, Task<(int Status, string Body, string? RetryAfter)>> Answer { get; set; } = _ => Task.FromResult((204, "", (string?)null));

    /// <summary>Cases of the deliveries that were answered 2xx, in order.</summary>
    public ConcurrentQueue<string> Taken { get; } = new();

    public static async Task<Receiver> StartAsync(string path = "/hook")
    {
        var builder = WebApplication.CreateSlimBuilder();
        var origin = $"http://127.0.0.1:{HubHost.FreePort()}";
        builder.WebHost.UseUrls(origin);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new Receiver(app, origin + path);
        app.MapPost(path, receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var headers = http.Request.Headers;
        var one = new Delivered(headers["webhook-id"].ToString(), long.Parse(headers["webhook-timestamp"].ToString(), System.Globalization.CultureInfo.InvariantCulture), headers["webhook-signature"].ToString(), body.ToArray());
        if (one.Json.GetProperty("type").GetString() == "endpoint.challenge")
        {
            Challenges++;
            await http.Response.WriteAsJsonAsync(new { challenge = Echoes ? one.Json.GetProperty("challenge").GetString() : "no" });
            return;
        }

        All.Enqueue(one);
        var (status, text, retryAfter) = await Answer(one);
        if (status is >= 200 and < 300)
        {
            foreach (var name in one.Cases)
            {
                Taken.Enqueue(name);
            }
        }

        http.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            http.Response.Headers.RetryAfter = retryAfter;
        }

        if (text.Length > 0)
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(text, http.RequestAborted);
        }
    }
}
