using CityOps.Portal.Asking;
using CityOps.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Portal.Corrections;

/// <summary>校核纠错: pointing at a wrong value, answering, following.</summary>
internal static class CorrectionPages
{
    private const string Api = "subscriptions/v1/corrections";
    private const string Correct = "record.correct";
    private const int Rows = 50;

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        guard(routes.MapGet("/corrections", Task<IResult> (HttpContext http) => Shows.PageAsync<CorrectionsPage, CorrectionRows>(http, Api + Shows.Query(http, Rows, "q", "state", "source", "platform", "overdue", "after"), Refresh.Never)), Correct, "status.read");
        guard(routes.MapGet("/corrections/new", Task<IResult> (HttpContext http) => NewAsync(http, null, new Form())), Correct);
        guard(routes.MapPost("/corrections/new", Task<IResult> (HttpContext http) => AskAsync(http)).TakesForm(), Correct);
        guard(routes.MapGet("/corrections/{id}", Task<IResult> (HttpContext http, string id) => OneAsync(http, id, null, new Form())), Correct, "status.read");
        guard(routes.MapPost("/corrections/{id}/answer", Task<IResult> (HttpContext http, string id) => DoAsync(http, id, "answer", form => new { answer = form["answer"], opinion = form["opinion"] })).TakesForm(), Correct);
        guard(routes.MapPost("/corrections/{id}/withdraw", Task<IResult> (HttpContext http, string id) => DoAsync(http, id, "withdraw", form => new { reason = form["reason"] })).TakesForm(), Correct);
    }

    private static Task<IResult> NewAsync(HttpContext http, HubProblem? why, Form filled) =>
        Shows.ValueAsync<NewCorrectionPage>(http, Refresh.Never, (nameof(NewCorrectionPage.Why), why), (nameof(NewCorrectionPage.Filled), filled));

    private static async Task<IResult> AskAsync(HttpContext http)
    {
        var form = await Shows.FormAsync(http);
        var body = new { @interface = form["interface"], recordId = form["record"], pointer = form["pointer"], wanted = form["wanted"], reason = form["reason"], platform = form["platform"] };
        return await Shows.DoAsync<CorrectionRow>(http, HttpMethod.Post, Api, body, (one, view) => view.To("/corrections/" + one.Id), why => NewAsync(http, why, form));
    }

    private static async Task<IResult> OneAsync(HttpContext http, string id, HubProblem? why, Form filled)
    {
        var answer = await http.RequestServices.GetRequiredService<HubClient>().GetAsync<CorrectionRow>(http, $"{Api}/{Uri.EscapeDataString(id)}");
        return answer.Value is { } one
            ? await Shows.ValueAsync<CorrectionPage>(http, Refresh.Never, (nameof(CorrectionPage.Now), one), (nameof(CorrectionPage.Why), why), (nameof(CorrectionPage.Filled), filled))
            : await Shows.ProblemAsync(http, answer.Problem!);
    }

    private static async Task<IResult> DoAsync(HttpContext http, string id, string verb, Func<Form, object> body)
    {
        var form = await Shows.FormAsync(http);
        return await Shows.DoAsync<CorrectionRow>(http, HttpMethod.Post, $"{Api}/{Uri.EscapeDataString(id)}/{verb}", body(form), (one, view) => view.To("/corrections/" + one.Id), why => OneAsync(http, id, why, form));
    }
}
