using System.Diagnostics;
using System.Net;
using CityOps.Hub.SignOn.Interactions;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn.Pages.Html;

/// <summary>Who stands before a page: the browser's cookies, language, address, and the trace id of this call.</summary>
internal sealed class Visitor(HttpContext http, SignOnOptions options)
{
    private const int MostAgent = 200;

    /// <summary>Value of the cookie that binds waiting requests to this browser.</summary>
    public string? Browser => Cookie("interaction");

    public string? Session => Cookie("session");

    public string Address => http.Connection.RemoteIpAddress is { } address
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
        : IPAddress.Loopback.ToString();

    public string Agent => Plain(http.Request.Headers.UserAgent.ToString());

    public string Correlation => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    /// <summary>This browser's cookie, made now when it has none.</summary>
    public string EnsureBrowser()
    {
        if (Browser is { Length: 43 } known)
        {
            return known;
        }

        var fresh = RandomText.New();
        Put("interaction", fresh);
        return fresh;
    }

    public void PutSession(string value) => Put("session", value);

    public void DropSession() => http.Response.Cookies.Delete(options.CookieName("session"), Settings());

    /// <summary>What the visitor chose here, else what the application asked for, else what the browser says; Chinese if nothing does.</summary>
    public Words Words(string? locales = null)
    {
        var chosen = http.Request.Query["lang"] is [var asked] ? asked : null;
        if (chosen is "zh" or "en")
        {
            Put("language", chosen);
        }
        else
        {
            chosen = Cookie("language") is "zh" or "en" ? Cookie("language") : FirstKnown(locales);
        }

        return new Words(chosen is null ? Problems.PrefersEnglish(http.Request) : chosen == "en");
    }

    private static string? FirstKnown(string? locales) =>
        locales?.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(tag => tag.Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(tag => tag is "zh" or "en");

    private static string Plain(string text) => new([.. text.Where(letter => letter is >= ' ' and < '\u007f').Take(MostAgent)]);

    private string? Cookie(string kind) => http.Request.Cookies[options.CookieName(kind)] is { Length: > 0 and <= 100 } value ? value : null;

    private void Put(string kind, string value) => http.Response.Cookies.Append(options.CookieName(kind), value, Settings());

    private static CookieOptions Settings() => new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };
}
