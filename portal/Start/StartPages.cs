using CityOps.Portal.Asking;
using CityOps.Portal.Health;
using CityOps.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Portal.Start;

/// <summary>入门: the tour of a new deployment; on its overview until somebody hides it there, at <c>/start</c> always.</summary>
internal static class StartPages
{
    public const string Cookie = "tour";
    private const string Hidden = "hidden";
    private const string Read = "status.read";
    private const string Start = "status/v1/start";

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        guard(routes.MapGet("/start", Task<IResult> (HttpContext http) => Shows.PageAsync<StartPage, StartFacts>(http, Start, Refresh.Never)), Read);
        guard(routes.MapPost("/start/hide", Task<IResult> (HttpContext http) => SetAsync(http, hide: true)).TakesForm(), Read);
        guard(routes.MapPost("/start/show", Task<IResult> (HttpContext http) => SetAsync(http, hide: false)).TakesForm(), Read);
    }

    /// <summary>The steps, where nobody is beside this deployment or below it; null elsewhere and where it was hidden.</summary>
    public static async Task<StartFacts?> ForOverviewAsync(HttpContext http, OverviewFacts now) =>
        now.Neighbours.Count == 0 && !IsHidden(http) ? (await http.RequestServices.GetRequiredService<HubClient>().GetAsync<StartFacts>(http, Start)).Value : null;

    public static bool IsHidden(HttpContext http) => http.Request.Cookies[Cookie] == Hidden;

    private static async Task<IResult> SetAsync(HttpContext http, bool hide)
    {
        var path = http.Request.PathBase.HasValue ? http.Request.PathBase.ToUriComponent() : "/";
        var about = new CookieOptions { Path = path, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true };
        if (hide)
        {
            http.Response.Cookies.Append(Cookie, Hidden, about);
        }
        else
        {
            http.Response.Cookies.Delete(Cookie, about);
        }

        return Results.Redirect((await PageView.OfAsync(http)).To("/"));
    }
}
