using System.Globalization;
using System.Text.Json.Nodes;
using CityOps.Hub.SignOn.Keys;
using CityOps.Hub.SignOn.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.SignOn;

/// <summary>What others need to speak with us: the public keys (RFC 7517) and where things are.</summary>
internal static class DiscoveryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignOnOptions.KeysPath, AnswerKeysAsync)
            .WithSummary("The public halves of the signing keys, also of the one that signs next");
        routes.MapGet(ConnectPaths.OpenIdDiscovery, AnswerMetadataAsync).WithSummary("OpenID Connect Discovery");
        routes.MapGet(ConnectPaths.OAuthDiscovery, AnswerMetadataAsync).WithSummary("Metadata of the authorization server (RFC 8414)");
        foreach (var path in (string[])[SignOnOptions.KeysPath, ConnectPaths.OpenIdDiscovery, ConnectPaths.OAuthDiscovery])
        {
            CrossOrigin.MapPreflight(routes, path, "GET");
        }
    }

    private static Task AnswerKeysAsync(HttpContext context, KeyKeeper keeper)
    {
        var keys = new JsonArray([.. keeper.Ring.Keys.Select(key => JsonNode.Parse(key.Row.PublicJwk))]);
        return WriteAsync(context.Response, new JsonObject { ["keys"] = keys });
    }

    private static Task AnswerMetadataAsync(HttpContext context, SignOnOptions options) => WriteAsync(context.Response, Metadata.Of(options));

    private static Task WriteAsync(HttpResponse response, JsonObject body)
    {
        var seconds = ((int)KeyRules.CacheTime.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        response.Headers.CacheControl = $"public, max-age={seconds}";
        CrossOrigin.Allow(response);
        return response.WriteAsJsonAsync(body, response.HttpContext.RequestAborted);
    }
}
