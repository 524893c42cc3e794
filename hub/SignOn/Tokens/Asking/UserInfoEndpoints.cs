using System.Text.Json.Nodes;
using CityOps.Hub.SignOn.Clients;
using CityOps.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.SignOn.Tokens.Asking;

/// <summary>GET and POST /connect/userinfo. The token is taken from the header only.</summary>
internal static class UserInfoEndpoints
{
    private const string Algorithms = $"algs=\"{Challenges.ProofAlgorithms}\"";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(ConnectPaths.UserInfo, ["GET", "POST"], AnswerAsync).WithSummary("OpenID Connect UserInfo");
        CrossOrigin.MapPreflight(routes, ConnectPaths.UserInfo, "GET, POST");
    }

    private static Task AnswerAsync(HttpContext context, UserInfoDesk desk, TokenPeers peers, SignOnOptions options)
    {
        CrossOrigin.Allow(context.Response);
        return StoreEdge.GuardAsync(context, () => AskAsync(context, desk, peers, options));
    }

    private static async Task AskAsync(HttpContext context, UserInfoDesk desk, TokenPeers peers, SignOnOptions options)
    {
        var ct = context.RequestAborted;
        var call = CallReader.Bare(context.Request, options.Issuer + ConnectPaths.UserInfo);
        if (context.Request.Query.ContainsKey("access_token"))
        {
            var inQuery = SignOnRefusals.InvalidRequest.Because("令牌不得放在网址中", "A token does not belong in the query");
            await WriteAsync(context.Response, peers, await desk.RefuseAsync(call, inQuery, ct));
            return;
        }

        if (Presented(call) is not { } presented)
        {
            context.Response.Headers.WWWAuthenticate = new(["Bearer", "DPoP " + Algorithms]); // RFC 6750 3.1: who brought nothing is told no error
            await TokenAnswers.WriteAsync(context.Response, StatusCodes.Status401Unauthorized, []);
            return;
        }

        await WriteAsync(context.Response, peers, await desk.AskAsync(call, presented, ct), presented.Bound);
    }

    private static PresentedToken? Presented(ClientCall call) =>
        call.Authorization?.Split(' ', 2) switch
        {
            [var scheme, var token] when scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) => new PresentedToken(token, Bound: false),
            [var scheme, var token] when scheme.Equals("DPoP", StringComparison.OrdinalIgnoreCase) => new PresentedToken(token, Bound: true),
            _ => null,
        };

    private static Task WriteAsync(HttpResponse response, TokenPeers peers, Outcome<JsonObject> answer, bool bound = false)
    {
        if (answer.TryGet(out var claims, out var refusal))
        {
            return TokenAnswers.WriteAsync(response, StatusCodes.Status200OK, claims);
        }

        var words = $"error=\"{refusal.Name}\", error_description=\"{refusal.DetailEn ?? refusal.TitleEn}\"";
        var scope = refusal.Kind == RefusalKind.Forbidden ? ", scope=\"openid\"" : "";
        response.Headers.WWWAuthenticate = bound ? $"DPoP {words}, {Algorithms}{scope}" : $"Bearer {words}{scope}";
        var asResource = refusal.Name is "invalid_dpop_proof" or "use_dpop_nonce" ? refusal with { Kind = RefusalKind.Unauthenticated } : refusal;
        return TokenAnswers.RefuseAsync(response, asResource, peers);
    }
}
