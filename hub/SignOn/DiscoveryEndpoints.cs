using System.Globalization;
using System.Text.Json.Nodes;
using CityOps.Hub.SignOn.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.SignOn;

/// <summary>What others need to verify our tokens: the public keys (RFC 7517) and where things are (RFC 8414).</summary>
internal static class DiscoveryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignOnOptions.KeysPath, AnswerKeysAsync)
            .WithSummary("The public halves of the signing keys, also of the one that signs next");
        routes.MapGet("/.well-known/oauth-authorization-server", AnswerMetadataAsync)
            .WithSummary("Metadata of the authorization server");
    }

    private static Task AnswerKeysAsync(HttpContext context, KeyKeeper keeper)
    {
        var keys = new JsonArray([.. keeper.Ring.Keys.Select(key => JsonNode.Parse(key.Row.PublicJwk))]);
        return WriteAsync(context.Response, new JsonObject { ["keys"] = keys });
    }

    private static Task AnswerMetadataAsync(HttpContext context, SignOnOptions options) =>
        WriteAsync(context.Response, new JsonObject
        {
            ["issuer"] = options.Issuer,
            ["token_endpoint"] = options.Issuer + SignOnOptions.TokenPath,
            ["jwks_uri"] = options.Issuer + SignOnOptions.KeysPath,
            ["response_types_supported"] = new JsonArray(),
            ["grant_types_supported"] = new JsonArray("client_credentials"),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic"),
        });

    private static Task WriteAsync(HttpResponse response, JsonObject body)
    {
        var seconds = ((int)KeyRules.CacheTime.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        response.Headers.CacheControl = $"public, max-age={seconds}";
        response.Headers.AccessControlAllowOrigin = "*";
        return response.WriteAsJsonAsync(body, response.HttpContext.RequestAborted);
    }
}
