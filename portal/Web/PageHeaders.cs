using Microsoft.AspNetCore.Http;

namespace CityOps.Portal.Web;

/// <summary>What every page tells the browser: style, script and data from here alone, none of it inside the page, no frames, nothing kept.</summary>
internal static class PageHeaders
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Put(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY"; // for browsers that do not know frame-ancestors
        headers["Referrer-Policy"] = "same-origin"; // none at all would make browsers hide the origin of our own forms from us
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }
}
