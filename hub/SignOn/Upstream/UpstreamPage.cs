using CityOps.Hub.SignOn.Pages;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Hub.SignOn.Upstream;

/// <summary>A refusal as a page of sign-on, without a word a caller sent; with a way back where there is one.</summary>
internal sealed class UpstreamPage(int status, Refusal refusal, string? linkTo = null) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var options = httpContext.RequestServices.GetRequiredService<SignOnOptions>();
        var visitor = new Visitor(httpContext, options);
        var words = visitor.Words();
        var page = ErrorPage.Of(words, refusal, visitor.Correlation, linkTo) with { Status = status };
        return PageAnswers.Show(httpContext, options, words, page).ExecuteAsync(httpContext);
    }

    public static void Guard(IHeaderDictionary headers, string policy)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }
}
