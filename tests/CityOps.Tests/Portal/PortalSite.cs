using System.Net;
using CityOps.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CityOps.Tests.Portal;

/// <summary>A page as a browser gets it, with its text as a person reads it.</summary>
internal sealed record SeenPage(HttpResponseMessage Answer, string Html)
{
    public HttpStatusCode Status => Answer.StatusCode;

    /// <summary>Without mark-up; runs of white space are one space.</summary>
    public string Text { get; } = string.Join(' ', WebUtility.HtmlDecode(Tags().Replace(Html, " ")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public string Header(string name) => Answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";

    private static System.Text.RegularExpressions.Regex Tags() => new("<[^>]*>");
}

/// <summary>The portal on a real Kestrel on loopback, beside a summary that says what the test wants.</summary>
internal sealed class PortalSite : IAsyncDisposable
{
    private readonly List<WebApplication> running = [];
    private readonly HttpClient browser = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    public static Task<PortalSite> WithAsync(ASummary summary) => WithAnswerAsync(() => Results.Text(summary.Json(), "application/json"));

    public static async Task<PortalSite> WithAnswerAsync(Func<IResult> answer)
    {
        var site = new PortalSite();
        var hub = await site.StartAsync(_ => { }, app => app.MapGet("/status/v1/summary", answer));
        await site.OpenAsync(hub);
        return site;
    }

    /// <summary>The hub's port was just given back: nobody listens there.</summary>
    public static async Task<PortalSite> WithNobodyAsync()
    {
        var site = new PortalSite();
        var hub = await site.StartAsync(_ => { }, _ => { });
        await site.running[0].DisposeAsync();
        site.running.Clear();
        await site.OpenAsync(hub);
        return site;
    }

    public async Task<SeenPage> SeeAsync(string address = "")
    {
        var answer = await browser.GetAsync(new Uri(address, UriKind.Relative));
        return new SeenPage(answer, await answer.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        foreach (var app in running)
        {
            await app.DisposeAsync();
        }
    }

    private async Task OpenAsync(string hub) =>
        browser.BaseAddress = new Uri(await StartAsync(services => services.AddPortal(new PortalOptions(hub)), app => app.MapPortal()));

    private async Task<string> StartAsync(Action<IServiceCollection> add, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        add(builder.Services);
        var app = builder.Build();
        running.Add(app);
        map(app);
        await app.StartAsync();
        return app.Urls.Single();
    }
}
