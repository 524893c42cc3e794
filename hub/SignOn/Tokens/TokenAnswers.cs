using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn.Tokens;

/// <summary>The token endpoint's own two forms: RFC 6749 5.1 for a token, 5.2 for an error. Neither may be stored on the way.</summary>
internal static class TokenAnswers
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task GiveAsync(HttpResponse response, IssuedToken token)
    {
        var body = new JsonObject
        {
            ["access_token"] = token.Text,
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)SignOnOptions.TokenLife.TotalSeconds,
        };
        if (token.Scopes.Count > 0)
        {
            body["scope"] = string.Join(' ', token.Scopes);
        }

        return WriteAsync(response, StatusCodes.Status200OK, body);
    }

    public static Task RefuseAsync(HttpResponse response, Refusal refusal)
    {
        var body = new JsonObject
        {
            ["error"] = refusal.Name,
            ["error_description"] = refusal.DetailEn ?? refusal.TitleEn,
            ["error_description_zh"] = refusal.Detail ?? refusal.Title,
        };
        if (refusal.Code.Length > 0)
        {
            body["code"] = refusal.Code;
        }

        if (refusal.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (refusal.Kind == RefusalKind.Unauthenticated)
        {
            response.Headers.WWWAuthenticate = "Basic realm=\"cityops\", charset=\"UTF-8\"";
        }

        return WriteAsync(response, StatusOf(refusal.Kind), body);
    }

    // RFC 6749 5.2 knows 401 for the client and 400 for all else; 429 is RFC 6585.
    private static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status400BadRequest,
    };

    private static Task WriteAsync(HttpResponse response, int status, JsonObject body)
    {
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        return response.WriteAsJsonAsync(body, Readable, "application/json", response.HttpContext.RequestAborted);
    }
}
