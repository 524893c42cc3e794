using System.Diagnostics;
using System.Net;
using CityOps.Hub.SignOn.Tokens;
using CityOps.Hub.SignOn.Upstream.Relying;
using CityOps.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace CityOps.Hub.SignOn.Upstream;

/// <summary>The browser's way to another authority and back, and that authority's own word. Bind, ask, answer.</summary>
internal static class UpstreamEndpoints
{
    private const int MostBytes = 16 << 10;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/signon/upstream/{id}/start", StartAsync).ExcludeFromDescription();
        routes.MapGet(UpstreamParties.CallbackPath, ReturnAsync).ExcludeFromDescription();
        routes.MapPost(BackchannelDesk.Path, EndAsync).WithSummary("Back-channel logout: an authority ends the sessions it vouched for").ExcludeFromDescription();
    }

    private static async Task<IResult> StartAsync(string id, HttpContext http, UpstreamDesk desk, SignOnOptions options)
    {
        var interaction = http.Request.Query["interaction"] is [{ } one] ? one : "";
        var started = await desk.StartAsync(id, interaction, UpstreamCookie.Ensure(http, options), CallOf(http), http.RequestAborted);
        return started.Match<IResult>(url => See(http, url), refusal => Page(refusal, options));
    }

    private static async Task<IResult> ReturnAsync(HttpContext http, UpstreamDesk desk, SignOnOptions options)
    {
        var (answer, own) = ReadReturn(http, options);
        var browser = new UpstreamBrowser(own, http.Request.Cookies[options.CookieName("interaction")]);
        var signedOn = await desk.ReturnAsync(answer, browser, CallOf(http), http.RequestAborted);
        return signedOn.Match<IResult>(
            session =>
            {
                http.Response.Cookies.Append(options.CookieName("session"), session.Cookie, UpstreamCookie.Strict);
                return See(http, session.Next);
            },
            refusal => Page(refusal, options));
    }

    private static async Task EndAsync(HttpContext http, BackchannelDesk desk)
    {
        var ct = http.RequestAborted;
        var token = (await ReadFormAsync(http.Request, ct))?.GetValueOrDefault("logout_token");
        await AnswerLogoutAsync(http, await desk.TakeAsync(token ?? "", CallOf(http), ct));
    }

    /// <summary>Back-Channel Logout 2.8: 200, or 400 with an error; neither is kept.</summary>
    internal static async Task AnswerLogoutAsync(HttpContext http, Refusal? refusal)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.StatusCode = refusal is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        if (refusal is not null)
        {
            await http.Response.WriteAsJsonAsync(new { error = "invalid_request", error_description = refusal.TitleEn }, http.RequestAborted);
        }
    }

    /// <summary>What the browser brought; nothing at all when a parameter came twice or the browser's cookie is missing, to be refused and audited like the rest.</summary>
    internal static (CallbackAnswer Answer, string Browser) ReadReturn(HttpContext http, SignOnOptions options) =>
        Read(http.Request.Query) is { } answer && UpstreamCookie.Read(http, options) is { } own ? (answer, own) : (new CallbackAnswer(null, null, null, null), "");

    /// <summary>A small form; null for anything else.</summary>
    internal static async Task<IReadOnlyDictionary<string, string>?> ReadFormAsync(HttpRequest request, CancellationToken ct)
    {
        var type = request.ContentType?.Split(';')[0].Trim() ?? "";
        if (!type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) || request.ContentLength > MostBytes || request.Headers.ContentEncoding.Count > 0)
        {
            return null;
        }

        var bytes = new byte[MostBytes + 1];
        var read = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return read > MostBytes ? null : FormText.ReadForm(bytes.AsSpan(0, read));
    }

    // A parameter that comes twice is nobody's.
    private static CallbackAnswer? Read(IQueryCollection query)
    {
        string[] names = ["code", "state", "iss", "error"];
        return names.Any(name => query[name].Count > 1)
            ? null
            : new CallbackAnswer(One(query["code"]), One(query["state"]), One(query["iss"]), One(query["error"]));
    }

    private static string? One(StringValues values) => values is [{ Length: > 0 } one] ? one : null;

    // 303 also after a POST, and never a method that would send anything again.
    internal static IResult See(HttpContext http, string url)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.Location = url;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static UpstreamPage Page(Refusal refusal, SignOnOptions options) => new(Problems.StatusOf(refusal.Kind), refusal, options.Issuer + "/");

    internal static UpstreamCall CallOf(HttpContext http) => new(
        AddressOf(http.Connection.RemoteIpAddress), http.Request.Headers.UserAgent.ToString(), Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier);

    private static string AddressOf(IPAddress? address) =>
        address is null ? "local" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}

/// <summary>The cookie that ties what this room started to one browser. Several sign-ons at once share it.</summary>
internal static class UpstreamCookie
{
    public static readonly CookieOptions Strict = new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };

    public static string? Read(HttpContext http, SignOnOptions options) =>
        http.Request.Cookies[options.CookieName("upstream")] is { } value && LoginTicket.IsRandom(value) ? value : null;

    public static string Ensure(HttpContext http, SignOnOptions options)
    {
        if (Read(http, options) is { } known)
        {
            return known;
        }

        var value = LoginTicket.Random();
        http.Response.Cookies.Append(options.CookieName("upstream"), value, Strict);
        return value;
    }
}
