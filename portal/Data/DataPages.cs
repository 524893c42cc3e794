using System.Globalization;
using System.Text.Json;
using CityOps.Portal.Asking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Portal.Data;

/// <summary>数据: any dataset of the comprehensive store, drawn from its schema.</summary>
internal static class DataPages
{
    private const string Api = "api/aggregation";
    private const string Read = "record.read";
    private const int Rows = 50;

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        guard(routes.MapGet("/data", Task<IResult> (HttpContext http) => Shows.PageAsync<DatasetsPage, HeldDatasets>(http, $"{Api}/datasets" + Shows.Query(http, Rows, "q", "all"), Refresh.Never)), Read);
        guard(routes.MapGet("/data/{dataset}", Task<IResult> (HttpContext http, string dataset) => ListAsync(http, dataset)), Read);
        guard(routes.MapGet("/data/{dataset}/record", Task<IResult> (HttpContext http, string dataset) => OneAsync(http, dataset)), Read);
    }

    private static async Task<IResult> ListAsync(HttpContext http, string dataset)
    {
        var client = http.RequestServices.GetRequiredService<HubClient>();
        var sheet = await client.GetAsync<DatasetSheet>(http, $"{Api}/datasets/{Uri.EscapeDataString(dataset)}");
        if (sheet.Value is not { } known)
        {
            return await Shows.ProblemAsync(http, sheet.Problem!);
        }

        var rows = await client.GetAsync<DataRows>(http, $"{Api}/records{QueryOf(http, known)}");
        return await Shows.ValueAsync<DatasetPage>(
            http, Refresh.Never, (nameof(DatasetPage.Now), new DataPageFacts(known, rows.Value ?? new DataRows([]))), (nameof(DatasetPage.Why), rows.Problem));
    }

    private static async Task<IResult> OneAsync(HttpContext http, string dataset)
    {
        var client = http.RequestServices.GetRequiredService<HubClient>();
        var sheet = await client.GetAsync<DatasetSheet>(http, $"{Api}/datasets/{Uri.EscapeDataString(dataset)}");
        var record = await client.GetAsync<JsonDocument>(http, $"{Api}/records/{Uri.EscapeDataString(dataset)}/{Uri.EscapeDataString(http.Request.Query["id"].ToString())}");
        if (sheet.Value is not { } known || record.Value is not { } found)
        {
            return await Shows.ProblemAsync(http, sheet.Problem ?? record.Problem!);
        }

        using (found)
        {
            return await Shows.ValueAsync<OneRecordPage>(http, Refresh.Never, (nameof(OneRecordPage.Now), new OneRecordFacts(known, found.RootElement.Clone())));
        }
    }

    // Days of the page are days in China; the deployment takes moments.
    private static QueryString QueryOf(HttpContext http, DatasetSheet sheet)
    {
        var query = new QueryBuilder { { "dataset", sheet.Dataset }, { "limit", Rows.ToString(CultureInfo.InvariantCulture) } };
        foreach (var name in new[] { "region", "record", "field", "value", "after" })
        {
            if (http.Request.Query[name].ToString().Trim() is { Length: > 0 } given)
            {
                query.Add(name, given);
            }
        }

        Day("from", 0);
        Day("to", 1);
        return query.ToQueryString();

        void Day(string name, int later)
        {
            if (DateOnly.TryParseExact(http.Request.Query[name], "yyyy-MM-dd", out var day))
            {
                query.Add(name, day.AddDays(later).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00+08:00");
            }
        }
    }
}
