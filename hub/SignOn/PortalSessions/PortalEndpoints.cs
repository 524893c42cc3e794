using System.Security.Cryptography;
using System.Text;
using CityOps.Hub.SignOn.Upstream;
using CityOps.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.SignOn.PortalSessions;

/// <summary>The portal's sign-on and sign-off. Bind, ask, answer.</summary>
internal static class PortalEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(PortalClient.LoginPath, StartAsync).ExcludeFromDescription();
        routes.MapGet(PortalClient.CallbackPath, ReturnAsync).ExcludeFromDescription();
        routes.MapGet(PortalClient.LogoutPath, AskAsync).ExcludeFromDescription();
        routes.MapPost(PortalClient.LogoutPath, EndAsync).ExcludeFromDescription();
        routes.MapPost(PortalClient.BackchannelPath, TakeLogoutAsync).ExcludeFromDescription();
    }

    public static string? CookieOf(HttpContext http, SignOnOptions options) => http.Request.Cookies[options.CookieName("portal")];

    private static async Task<IResult> StartAsync(HttpContext http, PortalDesk desk, SignOnOptions options)
    {
        var returnTo = LocalUrl.Or(http.Request.Query["return"] is [{ } one] ? one : null, "/");
        var authority = http.Request.Query["idp"] is [{ Length: > 0 and <= 64 } id] ? id : null;
        var started = await desk.StartAsync(returnTo, authority, UpstreamCookie.Ensure(http, options), UpstreamEndpoints.CallOf(http), http.RequestAborted);
        return started.Match<IResult>(url => UpstreamEndpoints.See(http, url), Page);
    }

    private static async Task<IResult> ReturnAsync(HttpContext http, PortalDesk desk, SignOnOptions options)
    {
        var (answer, browser) = UpstreamEndpoints.ReadReturn(http, options);
        var done = await desk.ReturnAsync(answer, browser, UpstreamEndpoints.CallOf(http), http.RequestAborted);
        return done.Match<IResult>(
            session =>
            {
                http.Response.Cookies.Append(options.CookieName("portal"), session.Cookie, UpstreamCookie.Strict);
                return UpstreamEndpoints.See(http, LocalUrl.Or(session.ReturnTo, "/"));
            },
            Page);
    }

    // A link or an image somewhere may ask for this; only the form of this page signs out (attack E13).
    private static async Task<IResult> AskAsync(HttpContext http, PortalDesk desk, SignOnOptions options) =>
        CookieOf(http, options) is { } cookie && await desk.FindAsync(cookie, http.RequestAborted) is { } visitor
            ? new SignOutPage(visitor.User.Name, TokenSeal.FormToken(cookie))
            : UpstreamEndpoints.See(http, "/");

    private static async Task<IResult> EndAsync(HttpContext http, PortalDesk desk, SignOnOptions options)
    {
        var form = await UpstreamEndpoints.ReadFormAsync(http.Request, http.RequestAborted);
        if (CookieOf(http, options) is not { } cookie
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(form?.GetValueOrDefault("token") ?? ""), Encoding.UTF8.GetBytes(TokenSeal.FormToken(cookie))))
        {
            return Page(PortalRefusals.FormForeign);
        }

        var next = await desk.EndAsync(cookie, UpstreamEndpoints.CallOf(http), http.RequestAborted);
        http.Response.Cookies.Delete(options.CookieName("portal"), UpstreamCookie.Strict);
        return UpstreamEndpoints.See(http, next ?? "/");
    }

    private static async Task TakeLogoutAsync(HttpContext http, PortalDesk desk)
    {
        var token = (await UpstreamEndpoints.ReadFormAsync(http.Request, http.RequestAborted))?.GetValueOrDefault("logout_token");
        await UpstreamEndpoints.AnswerLogoutAsync(http, await desk.TakeLogoutAsync(token ?? "", UpstreamEndpoints.CallOf(http), http.RequestAborted));
    }

    private static IResult Page(Refusal refusal) => new UpstreamPage(Problems.StatusOf(refusal.Kind), refusal, PortalClient.LoginPath);
}
