using System.Text;
using CityOps.Portal.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CityOps.Portal;

/// <summary>
/// A page rendered whole, then sent, so that a page that cannot be rendered is never half a page. It renders by itself
/// because <c>AddRazorComponents</c> brings forgery tokens and with them keys that every deployment would write, in the
/// clear, into the home folder of its account; our forms are guarded by <see cref="SameOrigin"/> instead.
/// </summary>
internal sealed class PageAnswer<TPage>(int status, PageView view, params (string Name, object? Value)[] given) : IResult
    where TPage : IComponent
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        PageHeaders.Put(httpContext.Response.Headers);
        if (ThemeCookie.Take(httpContext))
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = view.Self();
            return;
        }

        var services = httpContext.RequestServices;
        await using var renderer = new HtmlRenderer(services, (ILoggerFactory)services.GetService(typeof(ILoggerFactory))!);
        var parameters = ParameterView.FromDictionary(given.Prepend((Name: "View", Value: view)).ToDictionary(g => g.Name, g => g.Value));
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TPage>(parameters)).ToHtmlString());
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        await httpContext.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(html), httpContext.RequestAborted);
    }
}
