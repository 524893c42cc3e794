using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CityOps.Portal;

/// <summary>
/// A page rendered whole, then sent, so that a page that cannot be rendered is never half a page. It renders by itself
/// because <c>AddRazorComponents</c> brings forgery tokens and with them keys that every deployment would write, in the
/// clear, into the home folder of its account; pages without forms need none.
/// </summary>
internal sealed class PageAnswer<TPage>(int status, params (string Name, object? Value)[] given) : IResult
    where TPage : IComponent
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        await using var renderer = new HtmlRenderer(services, (ILoggerFactory)services.GetService(typeof(ILoggerFactory))!);
        var parameters = ParameterView.FromDictionary(given.ToDictionary(g => g.Name, g => g.Value));
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TPage>(parameters)).ToHtmlString());
        PageHeaders.Put(httpContext.Response.Headers);
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        await httpContext.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(html), httpContext.RequestAborted);
    }
}
