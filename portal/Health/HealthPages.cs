using CityOps.Portal.Asking;
using CityOps.Portal.Health.Operating;
using CityOps.Portal.Start;
using CityOps.Portal.Health.Partner;
using CityOps.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Portal.Health;

/// <summary>接口状态监控: the pages of operators.</summary>
internal static class HealthPages
{
    private const string Read = "status.read";
    private const int Rows = 50;
    private const int ExportRows = 200;

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        OperatingPages.Map(routes, guard);
        guard(routes.MapGet("/interfaces", Task<IResult> (HttpContext http) => Shows.PageAsync<InterfacesPage, InterfaceRows>(http, "status/v1/interfaces" + Shows.Query(http, Rows, "q", "light", "used", "after"))), Read);
        guard(routes.MapGet("/interfaces.csv", Task<IResult> (HttpContext http) => ExportAsync(http)), Read);
        guard(routes.MapGet("/interfaces/{code}", Task<IResult> (HttpContext http, string code) => Shows.PageAsync<InterfacePage, InterfaceFacts>(http, $"status/v1/interfaces/{Uri.EscapeDataString(code)}")), Read);
        guard(routes.MapGet("/platforms", Task<IResult> (HttpContext http) => Shows.PageAsync<PlatformsPage, PlatformRows>(http, "status/v1/platforms" + Shows.Query(http, Rows, "q", "after"))), Read);
        guard(routes.MapGet("/platforms/{code}", Task<IResult> (HttpContext http, string code) => Shows.PageAsync<PlatformPage, PlatformFacts>(http, $"status/v1/platforms/{Uri.EscapeDataString(code)}")), Read);
        guard(routes.MapGet("/wall", Task<IResult> (HttpContext http) => OverviewAsync<WallPage>(http)), Read);
    }

    /// <summary>The overview for whoever may see all of it.</summary>
    public static async Task<IResult> OverviewAsync<TPage>(HttpContext http)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var client = http.RequestServices.GetRequiredService<HubClient>();
        var now = await client.GetAsync<OverviewFacts>(http, "status/v1/overview");
        if (now.Value is not { } facts)
        {
            return await Shows.ProblemAsync(http, now.Problem!);
        }

        List<(string, object?)> given = [("Now", facts), ("Tree", (await client.GetAsync<TreeFacts>(http, "status/v1/tree")).Value)];
        if (typeof(TPage) == typeof(HealthPage))
        {
            given.Add((nameof(HealthPage.Start), await StartPages.ForOverviewAsync(http, facts)));
        }

        return await Shows.ValueAsync<TPage>(http, null, [.. given]);
    }

    /// <summary>The view of a partner's person; null for whoever belongs to no partner.</summary>
    public static async Task<IResult?> MineAsync(HttpContext http)
    {
        var answer = await http.RequestServices.GetRequiredService<HubClient>().GetAsync<MineFacts>(http, "status/v1/mine");
        return answer.Value is { } facts ? await Shows.ValueAsync<MinePage>(http, null, (nameof(MinePage.Now), facts)) : null;
    }

    // Page after page of what the list shows, with the same filters.
    private static async Task<IResult> ExportAsync(HttpContext http)
    {
        var client = http.RequestServices.GetRequiredService<HubClient>();
        var words = new HealthWords(http.Request.Query["lang"] == "en" ? Language.English : Language.Chinese);
        var rows = new List<InterfaceRow>();
        for (string? after = ""; after is not null;)
        {
            var answer = await client.GetAsync<InterfaceRows>(http, "status/v1/interfaces" + Shows.Query(http, ExportRows, "q", "light", "used") + (after.Length > 0 ? "&after=" + Uri.EscapeDataString(after) : ""));
            if (answer.Value is not { } page)
            {
                return await Shows.ProblemAsync(http, answer.Problem!);
            }

            rows.AddRange(page.Items);
            after = page.Next;
        }

        return CsvAnswer.Of(
            "interfaces", [words.Code, words.Name, words.Category, words.State, words.Cause, words.Owner, words.Accepted, words.Rejected, words.LastData],
            rows.Select(one => (IReadOnlyList<object?>)[one.Code, one.Title, one.Category, one.Light, one.Cause is null ? "" : words.CauseOf(one.Cause, one.CauseEn), one.Owner, one.Accepted, one.Rejected, one.LastAt?.ToString("O")]));
    }
}
