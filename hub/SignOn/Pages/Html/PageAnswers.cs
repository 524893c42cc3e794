using CityOps.Schemas;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn.Pages.Html;

/// <summary>Writes pages and redirects of sign-on; every one of them with the same headers.</summary>
internal static class PageAnswers
{
    public static IResult Show(HttpContext http, SignOnOptions options, Words words, Page page)
    {
        PageHeaders.Put(http.Response.Headers, page, IsSecure(options));
        return Results.Text(PageFrame.Render(page, words, options.Name, new Uri(options.Issuer).Authority).ToString(), "text/html; charset=utf-8", statusCode: page.Status);
    }

    /// <summary>A refusal that only the person at the browser may see: nothing of the request is reflected.</summary>
    public static IResult Refuse(HttpContext http, SignOnOptions options, Visitor visitor, Refusal refusal)
    {
        var words = visitor.Words();
        return Show(http, options, words, ErrorPage.Of(words, refusal, visitor.Correlation) with { Status = Problems.StatusOf(refusal.Kind) });
    }

    /// <summary>303: whatever the method was, the next one is GET, so a form's body is never sent on.</summary>
    public static IResult GoTo(HttpContext http, SignOnOptions options, string target)
    {
        PageHeaders.Put(http.Response.Headers, new Page("", "", Markup.None), IsSecure(options));
        http.Response.Headers.Location = target;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static bool IsSecure(SignOnOptions options) => options.Issuer.StartsWith("https:", StringComparison.Ordinal);
}
