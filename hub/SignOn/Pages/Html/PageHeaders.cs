using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn.Pages.Html;

/// <summary>What every page tells the browser: our own style sheet and images, no frames, no script but one named by its hash, nothing kept.</summary>
internal static class PageHeaders
{
    public static void Put(IHeaderDictionary headers, Page page, bool isSecure)
    {
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
            + (page.ScriptHash is { } hash ? $"; script-src '{hash}'" : "")
            + "; form-action " + FormTargets(page.FormTarget, isSecure);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY"; // for browsers that do not know frame-ancestors
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        headers.Pragma = "no-cache";
        if (isSecure)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }
    }

    // Chromium applies form-action to every redirect that follows a form, and a login may lead through several hubs and on
    // to an application: hence any https target. Plain http is for deployments on this machine only.
    private static string FormTargets(string? more, bool isSecure) =>
        "'self' https:" + (isSecure ? "" : " http://127.0.0.1:* http://localhost:*") + (more is null ? "" : " " + more);
}
