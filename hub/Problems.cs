using System.Diagnostics;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub;

/// <summary>The one place where a refusal becomes an answer of HTTP: problem documents by RFC 9457.</summary>
public static class Problems
{
    public static IResult ToResult(this Refusal refusal, HttpContext http) => refusal.ToResult(http, []);

    /// <summary>The same, with members of this refusal's own beside the standard ones.</summary>
    public static IResult ToResult(this Refusal refusal, HttpContext http, IReadOnlyList<KeyValuePair<string, object?>> more)
    {
        var body = Document(refusal, PrefersEnglish(http.Request));
        body["instance"] = $"urn:cityops:trace:{Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier}";
        foreach (var (name, value) in more)
        {
            body[name] = value;
        }

        if (refusal.RetryAfter is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (refusal.Kind == RefusalKind.Unauthenticated && http.Response.Headers.WWWAuthenticate.Count == 0)
        {
            http.Response.Headers.WWWAuthenticate = http.Request.Headers.Authorization.Count == 0 ? "Bearer" : "Bearer error=\"invalid_token\"";
        }

        if (refusal.Name == "insufficient-scope" && http.Request.Headers.Authorization is [{ } tried])
        {
            http.Response.Headers.WWWAuthenticate = SignOn.Challenges.TooNarrow(tried);
        }

        return Results.Json(body, SmallJson.Readable, "application/problem+json", StatusOf(refusal.Kind));
    }

    /// <summary>The members of the document; also for single items of an answer that holds many.</summary>
    public static Dictionary<string, object?> Document(Refusal refusal, bool english)
    {
        var body = new Dictionary<string, object?>
        {
            ["type"] = $"urn:cityops:problem:{refusal.Name}",
            ["title"] = english ? refusal.TitleEn : refusal.Title,
            ["status"] = StatusOf(refusal.Kind),
        };
        if ((english ? refusal.DetailEn : refusal.Detail) is { } detail)
        {
            body["detail"] = detail;
        }

        if (refusal.Code.Length > 0)
        {
            body["code"] = refusal.Code;
        }

        if (refusal.Fields.Count > 0)
        {
            body["errors"] = refusal.Fields.Select(f => new { at = f.At, message = f.Message }).ToArray();
        }

        return body;
    }

    public static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.NoSuchMethod => StatusCodes.Status405MethodNotAllowed,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Gone => StatusCodes.Status410Gone,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.Unsupported => StatusCodes.Status415UnsupportedMediaType,
        RefusalKind.Unprocessable => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new UnreachableException($"no status for {kind}"),
    };

    // Chinese unless English is asked for first: the pages and partners of this product are Chinese.
    public static bool PrefersEnglish(HttpRequest request) =>
        request.Headers.AcceptLanguage.ToString().TrimStart().StartsWith("en", StringComparison.OrdinalIgnoreCase);
}
