using CityOps.Hub.SignOn.Upstream;
using CityOps.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Hub.SignOn.PortalSessions;

/// <summary>What a browser shows somebody who is signed on and lacks the right; without it a plain page says so.</summary>
public delegate Task<IResult> DeniedPage(HttpContext http, IReadOnlyList<string> actions);

/// <summary>Pages for people who are signed on and hold a right. Behind it <see cref="VisitorOf"/> says who.</summary>
public static class PageAccess
{
    private static readonly object Key = new();

    /// <summary>Whoever is not signed on goes there first (a page) or gets 401; whoever lacks the right gets 403.</summary>
    /// <param name="actions">Named actions, such as <c>guidance.read</c>, any of which will do.</param>
    public static RouteHandlerBuilder RequireAction(this RouteHandlerBuilder route, params string[] actions) => route.RequireAction(null, actions);

    /// <summary>The same with a page of the host's own for who lacks the right.</summary>
    public static RouteHandlerBuilder RequireAction(this RouteHandlerBuilder route, DeniedPage? denied, params string[] actions) =>
        route.AddEndpointFilter((context, next) => EnterAsync(context, next, denied, actions));

    /// <summary>The visitor of a page behind <c>RequireAction</c>.</summary>
    public static PortalVisitor VisitorOf(HttpContext http) => (PortalVisitor)http.Items[Key]!;

    /// <summary>Who is signed on here, on any page; null when nobody is. Asked once for each request.</summary>
    public static async Task<PortalVisitor?> FindAsync(HttpContext http)
    {
        if (!http.Items.TryGetValue(Key, out var known))
        {
            var services = http.RequestServices;
            http.Items[Key] = known = PortalEndpoints.CookieOf(http, services.GetRequiredService<SignOnOptions>()) is { } cookie
                ? await services.GetRequiredService<PortalDesk>().FindAsync(cookie, http.RequestAborted)
                : null;
        }

        return (PortalVisitor?)known;
    }

    private static async ValueTask<object?> EnterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, DeniedPage? denied, string[] actions)
    {
        var http = context.HttpContext;
        var desk = http.RequestServices.GetRequiredService<PortalDesk>();
        var options = http.RequestServices.GetRequiredService<SignOnOptions>();
        if (await desk.FindAsync(PortalEndpoints.CookieOf(http, options), http.RequestAborted) is not { } visitor)
        {
            return IsPage(http)
                ? UpstreamEndpoints.See(http, $"{PortalClient.LoginPath}?return={Uri.EscapeDataString(http.Request.PathBase + http.Request.Path + http.Request.QueryString)}")
                : PortalRefusals.SignOnNeeded.ToResult(http);
        }

        if (!actions.Any(visitor.May))
        {
            await desk.DenyAsync(visitor.User, string.Join(' ', actions), UpstreamEndpoints.CallOf(http), http.RequestAborted);
            return denied is not null && ReadsPages(http) ? await denied(http, actions) : Refuse(http, PortalRefusals.RightMissing);
        }

        http.Items[Key] = visitor;
        return await next(context);
    }

    private static IResult Refuse(HttpContext http, Refusal refusal) =>
        IsPage(http) ? new UpstreamPage(Problems.StatusOf(refusal.Kind), refusal) : refusal.ToResult(http);

    /// <summary>Whether a browser asks for a page to be read.</summary>
    public static bool IsPage(HttpContext http) => HttpMethods.IsGet(http.Request.Method) && ReadsPages(http);

    private static bool ReadsPages(HttpContext http) => http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
