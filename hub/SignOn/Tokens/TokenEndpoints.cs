using CityOps.Hub.Status.Measuring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Hub.SignOn.Tokens;

/// <summary>POST /connect/token. Bind, ask, answer.</summary>
internal static class TokenEndpoints
{
    // No Accepts(...): it would answer another content type with an empty 415 where RFC 6749 5.2 wants its own words.
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(SignOnOptions.TokenPath, AnswerAsync)
            .WithSummary("OAuth 2 tokens: authorization_code, refresh_token, client_credentials, token exchange");
        CrossOrigin.MapPreflight(routes, SignOnOptions.TokenPath, "POST");
    }

    private static async Task AnswerAsync(HttpContext context, TokenDesk desk, TokenPeers peers, SignOnOptions options)
    {
        var ct = context.RequestAborted;
        var started = TimeProvider.System.GetTimestamp();
        CrossOrigin.Allow(context.Response);
        await StoreEdge.GuardAsync(context, async () =>
        {
            var url = options.Issuer + SignOnOptions.TokenPath;
            var answer = (await CallReader.ReadAsync(context.Request, url, ct)).TryGet(out var call, out var malformed)
                ? await desk.GrantAsync(call, ct)
                : await desk.RefuseAsync(CallReader.Bare(context.Request, url), null, malformed, ct);
            if (call is not null)
            {
                context.RequestServices.GetService<TokenMeter>()?.Add(call, TimeProvider.System.GetElapsedTime(started), answer.Match<string?>(_ => null, refusal => refusal.Name));
            }

            await answer.Match(
                tokens => TokenAnswers.GiveAsync(context.Response, tokens),
                refusal => TokenAnswers.RefuseAsync(context.Response, refusal, peers));
        });
    }
}
