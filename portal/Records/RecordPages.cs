using System.Text.Json;
using CityOps.Portal.Asking;
using CityOps.Portal.Health;
using CityOps.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Portal.Records;

/// <summary>问题数据 and 记录: what was refused and why, and a record's whole life here.</summary>
internal static class RecordPages
{
    private const string Read = "record.read";
    private const string Correct = "record.correct";
    private const string Status = "status.read";
    private const int Rows = 50;

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        guard(routes.MapGet("/quarantine", Task<IResult> (HttpContext http) => Shows.PageAsync<CausesPage, CauseRows>(http, "status/v1/causes" + Shows.Query(http, Rows, "sender", "interface", "code", "days"), Refresh.Never)), Status);
        guard(routes.MapGet("/quarantine/records", Task<IResult> (HttpContext http) => Shows.PageAsync<RefusedPage, RefusedRows>(http, "status/v1/quarantine" + Shows.Query(http, Rows, "sender", "interface", "record", "after"), Refresh.Never)), Read);
        guard(routes.MapGet("/quarantine/records/{id}", Task<IResult> (HttpContext http, string id) => RefusedAsync(http, id, null, new Form())), Read);
        guard(routes.MapPost("/quarantine/records/{id}/resubmit", Task<IResult> (HttpContext http, string id) => ResubmitAsync(http, id)).TakesForm(), Correct);
        guard(routes.MapGet("/records", Task<IResult> (HttpContext http) => SearchAsync(http)), Read);
        guard(routes.MapGet("/records/life", Task<IResult> (HttpContext http) => Shows.PageAsync<LifePage, RecordLife>(http, $"status/v1/records/life?key={Uri.EscapeDataString(http.Request.Query["key"].ToString())}", Refresh.Never)), Read);
    }

    private static async Task<IResult> RefusedAsync(HttpContext http, string id, HubProblem? why, Form filled)
    {
        var answer = await http.RequestServices.GetRequiredService<HubClient>().GetAsync<RefusedFacts>(http, $"status/v1/quarantine/{Uri.EscapeDataString(id)}");
        return answer.Value is { } one
            ? await Shows.ValueAsync<RefusedRecordPage>(http, Refresh.Never, (nameof(RefusedRecordPage.Now), one), (nameof(RefusedRecordPage.Why), why), (nameof(RefusedRecordPage.Filled), filled))
            : await Shows.ProblemAsync(http, answer.Problem!);
    }

    private static async Task<IResult> ResubmitAsync(HttpContext http, string id)
    {
        var form = await Shows.FormAsync(http);
        try
        {
            using var record = JsonDocument.Parse(form["record"]);
            return await Shows.DoAsync<Resubmitted>(
                http, HttpMethod.Post, $"status/v1/quarantine/{Uri.EscapeDataString(id)}/resubmit", new { record = record.RootElement.Clone() }, (one, view) => view.To("/quarantine/records/" + one.Id), why => RefusedAsync(http, id, why, form));
        }
        catch (JsonException fault)
        {
            var words = new RecordWords((await PageView.OfAsync(http)).Language);
            return await RefusedAsync(http, id, new HubProblem(StatusCodes.Status422UnprocessableEntity, words.BadJson, $"{words.BadJsonStep} ({fault.LineNumber + 1}:{fault.BytePositionInLine + 1})", "E3003"), form);
        }
    }

    private static async Task<IResult> SearchAsync(HttpContext http)
    {
        var words = http.Request.Query["q"].ToString().Trim();
        if (words.Length == 0)
        {
            return await Shows.ValueAsync<SearchPage>(http, Refresh.Never);
        }

        var answer = await http.RequestServices.GetRequiredService<HubClient>().GetAsync<RecordsFound>(http, $"status/v1/records?q={Uri.EscapeDataString(words)}");
        return await Shows.ValueAsync<SearchPage>(http, Refresh.Never, (nameof(SearchPage.Now), answer.Value), (nameof(SearchPage.Why), answer.Problem));
    }
}
