using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CityOps.Portal.Web;

/// <summary>
/// Forms without forgery tokens: browsers say themselves where a form was sent from, and a page cannot make them lie.
/// Whoever says nothing at all is refused; sign-on cookies are <c>SameSite</c> besides.
/// </summary>
public static class SameOrigin
{
    /// <summary>For every route a form of these pages posts to: takes form bodies only, and only from our own pages (else 403).</summary>
    public static RouteHandlerBuilder TakesForm(this RouteHandlerBuilder route) =>
        route.Accepts<string>("application/x-www-form-urlencoded").AddEndpointFilter(async (context, next) =>
            Holds(context.HttpContext.Request) ? await next(context) : Results.StatusCode(StatusCodes.Status403Forbidden));

    /// <summary>Whether a page of this very site sent the request.</summary>
    public static bool Holds(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"];
        return site.Count > 0
            ? site is ["same-origin"]
            : request.Headers.Origin is [{ } origin] && string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
