using CityOps.Portal.Asking;
using CityOps.Portal.Overview;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Portal.Links;

/// <summary>链路: the flows to and from the tier above, and what readers have yet to take.</summary>
internal static class LinkPages
{
    public static void Map(IEndpointRouteBuilder routes, PageGuard guard) =>
        guard(routes.MapGet("/links", Task<IResult> (HttpContext http) => Shows.PageAsync<LinksPage, Summary>(http, "status/v1/summary")), "status.read");
}
