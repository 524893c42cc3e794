using System.Globalization;
using CityOps.Portal.Asking;
using CityOps.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Portal.Notices;

/// <summary>通知: channels, trying them, what was told, the mail server.</summary>
internal static class NoticePages
{
    private const string Operate = "exchange.operate";
    private const string Channels = "status/v1/channels";
    private const int Rows = 30;

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        guard(routes.MapGet("/notices", Task<IResult> (HttpContext http) => AllAsync(http, null, new Form())), Operate);
        guard(routes.MapPost("/notices/mail", Task<IResult> (HttpContext http) => MailAsync(http)).TakesForm(), Operate);
        guard(routes.MapPost("/notices/sent/{id}/retry", Task<IResult> (HttpContext http, string id) => DoneAsync(http, HttpMethod.Post, $"status/v1/notices/{Uri.EscapeDataString(id)}/retry")).TakesForm(), Operate);
        guard(routes.MapGet("/notices/new", Task<IResult> (HttpContext http) => FormAsync(http, null, null, new Form())), Operate);
        guard(routes.MapPost("/notices/new", Task<IResult> (HttpContext http) => KeepAsync(http, null)).TakesForm(), Operate);
        guard(routes.MapGet("/notices/{id}", Task<IResult> (HttpContext http, string id) => OneAsync(http, id)), Operate);
        guard(routes.MapPost("/notices/{id}", Task<IResult> (HttpContext http, string id) => KeepAsync(http, id)).TakesForm(), Operate);
        guard(routes.MapPost("/notices/{id}/test", Task<IResult> (HttpContext http, string id) => DoneAsync(http, HttpMethod.Post, PathOf(id) + "/test")).TakesForm(), Operate);
        guard(routes.MapPost("/notices/{id}/remove", Task<IResult> (HttpContext http, string id) => DoneAsync(http, HttpMethod.Delete, PathOf(id))).TakesForm(), Operate);
        guard(routes.MapPost("/notices/{id}/secret", Task<IResult> (HttpContext http, string id) => SecretAsync(http, id)).TakesForm(), Operate);
    }

    private static async Task<IResult> AllAsync(HttpContext http, HubProblem? why, Form filled)
    {
        var client = http.RequestServices.GetRequiredService<HubClient>();
        var channels = await client.GetAsync<ChannelRows>(http, Channels);
        var mail = await client.GetAsync<MailFacts>(http, "status/v1/mail");
        var sent = await client.GetAsync<NoticeRows>(http, "status/v1/notices" + Shows.Query(http, Rows, "state", "channel", "after"));
        return (channels.Problem ?? mail.Problem ?? sent.Problem) is { } problem
            ? await Shows.ProblemAsync(http, problem)
            : await Shows.ValueAsync<NoticesPage>(
                http, Refresh.Never, (nameof(NoticesPage.Now), new NoticesFacts(channels.Value!.Items, mail.Value!.Server, sent.Value!)), (nameof(NoticesPage.Why), why), (nameof(NoticesPage.Filled), filled));
    }

    private static async Task<IResult> MailAsync(HttpContext http)
    {
        var form = await Shows.FormAsync(http);
        var body = new
        {
            host = form["host"], port = int.TryParse(form["port"], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0, security = form["security"], sender = form["sender"], login = form["login"], password = Some(form["password"]),
        };
        return await Shows.DoAsync<Done>(http, HttpMethod.Put, "status/v1/mail", body, (_, view) => view.To("/notices"), why => AllAsync(http, why, form));
    }

    private static Task<IResult> DoneAsync(HttpContext http, HttpMethod method, string path) =>
        Shows.DoAsync<Done>(http, method, path, null, (_, view) => view.To("/notices"), why => AllAsync(http, why, new Form()));

    private static async Task<IResult> OneAsync(HttpContext http, string id)
    {
        var answer = await http.RequestServices.GetRequiredService<HubClient>().GetAsync<ChannelRow>(http, PathOf(id));
        return answer.Value is { } row ? await FormAsync(http, row, null, new Form()) : await Shows.ProblemAsync(http, answer.Problem!);
    }

    private static Task<IResult> FormAsync(HttpContext http, ChannelRow? row, HubProblem? why, Form filled) => Shows.ValueAsync<ChannelPage>(
        http, Refresh.Never, (nameof(ChannelPage.Now), row), (nameof(ChannelPage.Why), why), (nameof(ChannelPage.Filled), filled));

    private static async Task<IResult> KeepAsync(HttpContext http, string? id)
    {
        var form = await Shows.FormAsync(http);
        var before = id is null ? null : (await http.RequestServices.GetRequiredService<HubClient>().GetAsync<ChannelRow>(http, PathOf(id))).Value;
        var body = new
        {
            name = form["name"], kind = before?.Kind ?? form["kind"], target = form["target"], events = form.Words("events"), kinds = form.Words("kinds"), severity = form["severity"], platform = Some(form["platform"]),
            quietFrom = Some(form["quietFrom"]), quietTo = Some(form["quietTo"]), enabled = form["enabled"] != "false",
        };
        return await Shows.DoAsync<ChannelRow>(
            http, id is null ? HttpMethod.Post : HttpMethod.Put, id is null ? Channels : PathOf(id), body, (one, view) => view.To(id is null && one.Kind == "webhook" ? "/notices/" + one.Id : "/notices"), why => FormAsync(http, before, why, form));
    }

    // Not redirected: the secret is in this answer and nowhere else.
    private static async Task<IResult> SecretAsync(HttpContext http, string id)
    {
        await Shows.FormAsync(http);
        var answer = await http.RequestServices.GetRequiredService<HubClient>().SendAsync<ShownSecret>(http, HttpMethod.Post, PathOf(id) + "/secret", null);
        return answer.Value is { } shown ? await Shows.ValueAsync<SecretPage>(http, Refresh.Never, (nameof(SecretPage.Now), shown)) : await Shows.ProblemAsync(http, answer.Problem!);
    }

    private static string PathOf(string id) => $"{Channels}/{Uri.EscapeDataString(id)}";

    private static string? Some(string text) => text.Length > 0 ? text : null;
}
