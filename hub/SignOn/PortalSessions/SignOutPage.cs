using System.Text;
using System.Text.Encodings.Web;
using CityOps.Hub.SignOn.Upstream;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn.PortalSessions;

/// <summary>Asks whether to sign out; the form is this session's own.</summary>
internal sealed class SignOutPage(string name, string token) : IResult
{
    private const string Policy = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        UpstreamPage.Guard(httpContext.Response.Headers, Policy);
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        var who = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All).Encode(name);
        var html = $"""
            <!DOCTYPE html>
            <html lang="zh-CN">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>退出登录</title></head>
            <body>
            <main>
            <h1>退出登录 <span lang="en">Sign out</span></h1>
            <p>{who}</p>
            <form method="post" action="{PortalClient.LogoutPath}">
            <input type="hidden" name="token" value="{token}">
            <button type="submit">退出 <span lang="en">Sign out</span></button>
            </form>
            </main>
            </body>
            </html>
            """;
        await httpContext.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(html), httpContext.RequestAborted);
    }
}
