using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CityOps.Tests.Hub.Status.Probes;

/// <summary>Answers every call as a test wants: a hub that is ill in one place.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly WebApplication app;

    private StandIn(WebApplication app, string url) => (this.app, Url) = (app, url);

    public string Url { get; }

    public static async Task<StandIn> StartAsync(Func<string, (int Status, string Body)> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var origin = $"http://127.0.0.1:{HubHost.FreePort()}";
        builder.WebHost.UseUrls(origin);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(async http =>
        {
            var (status, body) = answer(http.Request.Path);
            http.Response.StatusCode = status;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(body, http.RequestAborted);
        });
        await app.StartAsync();
        return new StandIn(app, origin);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
