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

    public static Task GiveAsync(HttpResponse response, IssuedTokens tokens)
    {
        var body = new JsonObject
        {
            ["access_token"] = tokens.AccessToken,
            ["token_type"] = tokens.Bound ? "DPoP" : "Bearer",
            ["expires_in"] = tokens.Seconds,
        };
        AddIf(body, "scope", tokens.Scopes.Count > 0 ? string.Join(' ', tokens.Scopes) : null);
        AddIf(body, "refresh_token", tokens.RefreshToken);
        AddIf(body, "id_token", tokens.IdToken);
        AddIf(body, "issued_token_type", tokens.IssuedType);
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
        AddIf(body, "code", refusal.Code.Length > 0 ? refusal.Code : null);
        if (refusal.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (refusal.Kind == RefusalKind.Unauthenticated && response.Headers.WWWAuthenticate.Count == 0)
        {
            response.Headers.WWWAuthenticate = "Basic realm=\"cityops\", charset=\"UTF-8\"";
        }

        return WriteAsync(response, StatusOf(refusal.Kind), body);
    }

    /// <summary>The same, with the nonce for the next proof where one is asked for (RFC 9449 8).</summary>
    public static Task RefuseAsync(HttpResponse response, Refusal refusal, TokenPeers peers)
    {
        if (refusal.Name == SignOnRefusals.UseDpopNonce.Name)
        {
            response.Headers["DPoP-Nonce"] = peers.Nonce();
        }

        return RefuseAsync(response, refusal);
    }

    /// <summary>Any JSON of these endpoints: never stored.</summary>
    public static Task WriteAsync(HttpResponse response, int status, JsonObject body)
    {
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        return response.WriteAsJsonAsync(body, Readable, "application/json", response.HttpContext.RequestAborted);
    }

    // RFC 6749 5.2 knows 401 for the client and 400 for all else; 403 is RFC 6750, 429 RFC 6585, 503 RFC 7009 2.2.1.
    private static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };

    private static void AddIf(JsonObject body, string name, string? value)
    {
        if (value is not null)
        {
            body[name] = value;
        }
    }
}
