using CityOps.Portal.Asking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Portal.Catalogue;

/// <summary>目录: interfaces to find, to understand, to begin with.</summary>
internal static class CataloguePages
{
    private static readonly string[] Rights = ["status.read", "record.read", "catalog.publish"];
    private const int Rows = 50;

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        guard(routes.MapGet("/catalogue", Task<IResult> (HttpContext http) => Shows.PageAsync<CataloguePage, InterfaceCards>(http, "catalog/v1/interfaces" + Shows.Query(http, Rows, "q", "share", "state", "after"), Refresh.Never)), Rights);
        guard(routes.MapGet("/catalogue/{code}", Task<IResult> (HttpContext http, string code) => EntryAsync(http, $"catalog/v1/interfaces/{Uri.EscapeDataString(code)}")), Rights);
        guard(routes.MapGet("/catalogue/codes/{list}", Task<IResult> (HttpContext http, string list) => Shows.PageAsync<CodeListPage, CodeListFacts>(http, $"catalog/v1/codelists/{Uri.EscapeDataString(list)}", Refresh.Never)), Rights);
    }

    private static async Task<IResult> EntryAsync(HttpContext http, string path)
    {
        var client = http.RequestServices.GetRequiredService<HubClient>();
        var entry = await client.GetAsync<InterfaceEntry>(http, path);
        var fields = await client.GetAsync<FieldRows>(http, path + "/fields");
        var begin = await client.GetAsync<Snippets>(http, path + "/snippets");
        return (entry.Problem ?? fields.Problem ?? begin.Problem) is { } problem
            ? await Shows.ProblemAsync(http, problem)
            : await Shows.ValueAsync<EntryPage>(http, Refresh.Never, (nameof(EntryPage.Now), entry.Value), (nameof(EntryPage.Fields), fields.Value!.Fields), (nameof(EntryPage.Begin), begin.Value));
    }
}
