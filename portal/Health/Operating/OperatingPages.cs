using CityOps.Portal.Asking;
using CityOps.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Portal.Health.Operating;

/// <summary>What operators do about incidents: claim them, and plan the pauses that are none.</summary>
internal static class OperatingPages
{
    private const string Read = "status.read";
    private const string Operate = "exchange.operate";
    private const int Rows = 50;
    private const string Windows = "status/v1/maintenance";

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        guard(routes.MapGet("/incidents", Task<IResult> (HttpContext http) => Shows.PageAsync<IncidentsPage, IncidentRows>(http, "status/v1/incidents" + Shows.Query(http, Rows, "open", "platform", "interface", "after"))), Read);
        guard(routes.MapPost("/incidents/{id}/acknowledge", Task<IResult> (HttpContext http, string id) => ClaimAsync(http, id)).TakesForm(), Operate);
        guard(routes.MapGet("/maintenance", Task<IResult> (HttpContext http) => WindowsAsync(http, null, new Form())), Read, Operate);
        guard(routes.MapPost("/maintenance", Task<IResult> (HttpContext http) => PlanAsync(http)).TakesForm(), Operate);
        guard(routes.MapPost("/maintenance/{id}/end", Task<IResult> (HttpContext http, string id) => EndAsync(http, id)).TakesForm(), Operate);
    }

    private static async Task<IResult> ClaimAsync(HttpContext http, string id)
    {
        var form = await Shows.FormAsync(http);
        return await Shows.DoAsync<Done>(
            http, HttpMethod.Post, $"status/v1/incidents/{Uri.EscapeDataString(id)}/acknowledge", new { note = form["note"] }, (_, view) => view.To("/incidents", ("open", "true")), why => Shows.ProblemAsync(http, why));
    }

    private static async Task<IResult> WindowsAsync(HttpContext http, HubProblem? why, Form filled)
    {
        var answer = await http.RequestServices.GetRequiredService<HubClient>().GetAsync<WindowRows>(http, Windows);
        return answer.Value is { } value
            ? await Shows.ValueAsync<MaintenancePage>(http, Refresh.Never, (nameof(MaintenancePage.Now), value), (nameof(MaintenancePage.Why), why), (nameof(MaintenancePage.Filled), filled))
            : await Shows.ProblemAsync(http, answer.Problem!);
    }

    private static async Task<IResult> PlanAsync(HttpContext http)
    {
        var form = await Shows.FormAsync(http);
        var body = new { platform = Some(form["platform"]), @interface = Some(form["interface"]), starts = InChina(form["starts"]), ends = InChina(form["ends"]), reason = form["reason"] };
        return await Shows.DoAsync<WindowRow>(http, HttpMethod.Post, Windows, body, (_, view) => view.To("/maintenance"), why => WindowsAsync(http, why, form));
    }

    private static Task<IResult> EndAsync(HttpContext http, string id) =>
        Shows.DoAsync<Done>(http, HttpMethod.Delete, $"{Windows}/{Uri.EscapeDataString(id)}", null, (_, view) => view.To("/maintenance"), why => WindowsAsync(http, why, new Form()));

    // What a browser gives as local time is meant as China time; the deployment judges what it cannot read.
    private static string InChina(string local) => local.Length == 16 ? local + ":00+08:00" : local;

    private static string? Some(string text) => text.Length > 0 ? text : null;
}
