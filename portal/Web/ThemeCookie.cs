using Microsoft.AspNetCore.Http;

namespace CityOps.Portal.Web;

/// <summary>Bright or dark, kept by the browser for a year: no secret, and nothing of it is kept here.</summary>
internal static class ThemeCookie
{
    public const string Name = "theme";

    public static Theme Of(HttpRequest request) => Read(request.Cookies[Name]) ?? Theme.System;

    /// <summary>A page asked for with <c>?theme=</c> keeps the choice and sends the browser to the page itself.</summary>
    public static bool Take(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) || Read(http.Request.Query[Name]) is not { } wanted)
        {
            return false;
        }

        var path = http.Request.PathBase.HasValue ? http.Request.PathBase.ToUriComponent() : "/";
        var about = new CookieOptions { Path = path, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true };
        if (wanted == Theme.System)
        {
            http.Response.Cookies.Delete(Name, about);
        }
        else
        {
            http.Response.Cookies.Append(Name, wanted == Theme.Dark ? "dark" : "light", about);
        }

        return true;
    }

    private static Theme? Read(string? text) => text switch
    {
        "light" => Theme.Light,
        "dark" => Theme.Dark,
        "system" => Theme.System,
        _ => null,
    };
}
