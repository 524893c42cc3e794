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

    /// <param name="with">Changes what the host says of itself.</param>
    public static Task<PortalSite> WithAsync(ASummary summary, Func<PortalOptions, PortalOptions>? with = null, Action<WebApplication>? more = null) =>
        WithAnswerAsync(() => Results.Text(summary.Json(), "application/json"), with, more);

    public static async Task<PortalSite> WithAnswerAsync(Func<IResult> answer, Func<PortalOptions, PortalOptions>? with = null, Action<WebApplication>? more = null)
    {
        var site = new PortalSite();
        var hub = await site.StartAsync(_ => { }, app => app.MapGet("/status/v1/summary", answer));
        await site.OpenAsync(hub, with, more);
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

    public Uri Address => browser.BaseAddress!;

    public Task<SeenPage> SeeAsync(string address = "") => SeeAsync(address, _ => { });

    public async Task<SeenPage> SeeAsync(string address, Action<HttpRequestMessage> say)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        say(request);
        var answer = await browser.SendAsync(request);
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

    private async Task OpenAsync(string hub, Func<PortalOptions, PortalOptions>? with = null, Action<WebApplication>? more = null) =>
        browser.BaseAddress = new Uri(await StartAsync(
            services => services.AddPortal((with ?? (options => options))(new PortalOptions(hub))),
            app =>
            {
                app.MapPortal((route, _) => route);
                more?.Invoke(app);
            }));

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
