using CityOps.Portal.Asking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Portal.Health;

/// <summary>接口状态监控: the pages of operators.</summary>
internal static class HealthPages
{
    private const string Read = "status.read";
    private const int Rows = 50;

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        guard(routes.MapGet("/interfaces", Task<IResult> (HttpContext http) => Shows.PageAsync<InterfacesPage, InterfaceRows>(http, "status/v1/interfaces" + Shows.Query(http, Rows, "q", "light", "used", "after"))), Read);
        guard(routes.MapGet("/interfaces/{code}", Task<IResult> (HttpContext http, string code) => Shows.PageAsync<InterfacePage, InterfaceFacts>(http, $"status/v1/interfaces/{Uri.EscapeDataString(code)}")), Read);
        guard(routes.MapGet("/platforms", Task<IResult> (HttpContext http) => Shows.PageAsync<PlatformsPage, PlatformRows>(http, "status/v1/platforms" + Shows.Query(http, Rows, "q", "after"))), Read);
        guard(routes.MapGet("/platforms/{code}", Task<IResult> (HttpContext http, string code) => Shows.PageAsync<PlatformPage, PlatformFacts>(http, $"status/v1/platforms/{Uri.EscapeDataString(code)}")), Read);
        guard(routes.MapGet("/incidents", Task<IResult> (HttpContext http) => Shows.PageAsync<IncidentsPage, IncidentRows>(http, "status/v1/incidents" + Shows.Query(http, Rows, "open", "platform", "interface", "after"))), Read);
        guard(routes.MapGet("/wall", Task<IResult> (HttpContext http) => OverviewAsync<WallPage>(http)), Read);
    }

    /// <summary>The overview for whoever may see all of it.</summary>
    public static Task<IResult> OverviewAsync<TPage>(HttpContext http)
        where TPage : Microsoft.AspNetCore.Components.IComponent => Shows.PageAsync<TPage, OverviewFacts>(http, "status/v1/overview");
}
