using System.Text.Json;
using CityOps.Portal.Asking;
using CityOps.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Portal.Subscriptions;

/// <summary>接口服务订阅: asking, deciding, following, ending.</summary>
internal static class RequestPages
{
    private static readonly string[] Readers = ["subscription.decide", "exchange.operate", "status.read"];
    private static readonly string[] Deciders = ["subscription.decide"];
    private static readonly string[] Applicants = ["exchange.operate"];
    private const int Rows = 50;

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        guard(routes.MapGet("/subscriptions", Task<IResult> (HttpContext http) => Shows.PageAsync<RequestsPage, RequestRows>(http, "subscriptions/v1/requests" + Shows.Query(http, Rows, "q", "state", "platform", "interface", "after"), Refresh.Never)), Readers);
        guard(routes.MapGet("/subscriptions/live", Task<IResult> (HttpContext http) => Shows.PageAsync<LivePage, LiveRows>(http, "subscriptions/v1/live" + Shows.Query(http, Rows, "platform", "interface", "after"))), Readers);
        guard(routes.MapGet("/subscriptions/new", Task<IResult> (HttpContext http) => FormAsync(http, null, new Form())), Applicants);
        guard(routes.MapPost("/subscriptions/new", Task<IResult> (HttpContext http) => AskAsync(http)).TakesForm(), Applicants);
        guard(routes.MapGet("/subscriptions/{id}", Task<IResult> (HttpContext http, string id) => OneAsync(http, id, null, new Form())), Readers);
        guard(routes.MapPost("/subscriptions/{id}/decision", Task<IResult> (HttpContext http, string id) => DecideAsync(http, id)).TakesForm(), Deciders);
        foreach (var verb in new[] { "suspend", "resume", "revoke", "withdraw", "dispute" })
        {
            guard(routes.MapPost($"/subscriptions/{{id}}/{verb}", Task<IResult> (HttpContext http, string id) => MoveAsync(http, id, verb)).TakesForm(), [.. Deciders, .. Applicants]);
        }
    }

    private static async Task<IResult> AskAsync(HttpContext http)
    {
        var form = await Shows.FormAsync(http);
        var body = new
        {
            @interface = form["interface"], platform = form["platform"], purpose = form["purpose"], scenario = form["scenario"], legalBasis = Some(form["legalBasis"]), fields = Some(form.Words("fields")),
            regions = Some(form.Words("regions")), mode = form["mode"] == "push" ? "push" : "pull", pushUrl = Some(form["pushUrl"]), validTo = form["validTo"],
        };
        return await Shows.DoAsync<RequestRow>(http, HttpMethod.Post, "subscriptions/v1/requests", body, (one, view) => view.To("/subscriptions/" + one.Id), why => FormAsync(http, why, form));
    }

    private static Task<IResult> FormAsync(HttpContext http, HubProblem? why, Form filled) =>
        Shows.ValueAsync<NewRequestPage>(http, Refresh.Never, (nameof(NewRequestPage.Why), why), (nameof(NewRequestPage.Filled), filled));

    // Who decides gets the context around the request; others the request alone.
    private static async Task<IResult> OneAsync(HttpContext http, string id, HubProblem? why, Form filled)
    {
        var answer = await http.RequestServices.GetRequiredService<HubClient>().GetAsync<JsonDocument>(http, $"subscriptions/v1/requests/{Uri.EscapeDataString(id)}");
        if (answer.Value is not { } json)
        {
            return await Shows.ProblemAsync(http, answer.Problem!);
        }

        using (json)
        {
            var facts = json.RootElement.TryGetProperty("request", out var request)
                ? new RequestFacts(Read<RequestRow>(request), Read<DecisionContext>(json.RootElement.GetProperty("context")))
                : new RequestFacts(Read<RequestRow>(json.RootElement), null);
            return await Shows.ValueAsync<RequestPage>(http, Refresh.Never, (nameof(RequestPage.Now), facts), (nameof(RequestPage.Why), why), (nameof(RequestPage.Filled), filled));
        }
    }

    private static async Task<IResult> DecideAsync(HttpContext http, string id)
    {
        var form = await Shows.FormAsync(http);
        var accept = form["accept"] == "yes";
        var body = new
        {
            accept, opinion = form["opinion"], fields = accept ? Some(form.Words("fields")) : null, regions = accept ? Some(form.Words("regions")) : null, validTo = accept ? Some(form["validTo"]) : null,
        };
        return await Shows.DoAsync<RequestRow>(
            http, HttpMethod.Post, $"subscriptions/v1/requests/{Uri.EscapeDataString(id)}/decision", body, (one, view) => view.To("/subscriptions/" + one.Id), why => OneAsync(http, id, why, form));
    }

    private static async Task<IResult> MoveAsync(HttpContext http, string id, string verb)
    {
        var form = await Shows.FormAsync(http);
        return await Shows.DoAsync<RequestRow>(
            http, HttpMethod.Post, $"subscriptions/v1/requests/{Uri.EscapeDataString(id)}/{verb}", new { reason = form["reason"] }, (one, view) => view.To("/subscriptions/" + one.Id), why => OneAsync(http, id, why, form));
    }

    private static T Read<T>(JsonElement json) => json.Deserialize<T>(JsonSerializerOptions.Web)!;

    private static string? Some(string text) => text.Length > 0 ? text : null;

    private static IReadOnlyList<string>? Some(IReadOnlyList<string> words) => words.Count > 0 ? words : null;
}
