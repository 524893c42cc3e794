using System.Text;
using System.Text.Encodings.Web;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn.Upstream;

/// <summary>
/// A plain page of a few sentences in both languages, without script or style, and without a word a caller sent. The
/// language attribute follows the text, so that it is read out right.
/// </summary>
internal sealed class UpstreamPage(int status, Refusal refusal, string? linkTo = null) : IResult
{
    private const string Policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        Guard(httpContext.Response.Headers, Policy);
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        var link = linkTo is null ? "" : $"<p><a href=\"{Safe(linkTo)}\">返回登录 <span lang=\"en\">Back to sign-on</span></a></p>";
        var html = $"""
            <!DOCTYPE html>
            <html lang="zh-CN">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Safe(refusal.Title)}</title></head>
            <body>
            <main>
            <h1>{Safe(refusal.Title)}</h1>
            <p lang="en">{Safe(refusal.TitleEn)}</p>
            {link}
            </main>
            </body>
            </html>
            """;
        await httpContext.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(html), httpContext.RequestAborted);
    }

    public static void Guard(IHeaderDictionary headers, string policy)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }

    private static string Safe(string text) => HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All).Encode(text);
}
