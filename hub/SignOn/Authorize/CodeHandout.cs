using CityOps.Hub.SignOn.Authorize.Pushed;
using CityOps.Hub.SignOn.Grants;
using CityOps.Hub.SignOn.Interactions;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Authorize;

/// <summary>The last step: one request, one grant, one code. Of several tabs that finish the same request one gets it.</summary>
internal sealed class CodeHandout(GrantDesk grants, CodeDesk codes, PushedDesk pushed, InteractionDesk interactions)
{
    public async Task<Outcome<string>> GiveAsync(FlowFacts facts, Interaction? interaction, string? pushedHash, CancellationToken ct)
    {
        if (interaction is not null && !await interactions.FinishAsync(interaction, ct))
        {
            return AuthorizeRefusals.InvalidRequest.Because("该请求已完成", "This request has already been answered");
        }

        if (pushedHash is not null && !await pushed.UseAsync(pushedHash, ct))
        {
            return AuthorizeRefusals.InvalidRequestUri;
        }

        var (request, session, user) = (facts.Request, facts.Session!, facts.User!);
        var grant = await grants.OpenAsync(user.Id, request.Client.Id, session.Sid, request.Scopes, ct);
        return await codes.IssueAsync(
            new CodeBinding(grant, request.Client.Id, user.Id, session.Sid, request.Back.RedirectUri, request.Scopes)
            {
                Challenge = request.Challenge,
                Nonce = request.Nonce,
                Resource = request.Resource,
                DpopThumbprint = request.DpopThumbprint,
                AuthTime = session.AuthTime,
                Acr = session.Acr,
                Amr = session.Amr,
                AuthTimeAsked = request.MaxAge is not null || request.Claims.IdToken.Contains("auth_time"),
                IdTokenClaims = request.Claims.IdToken,
                UserInfoClaims = request.Claims.UserInfo,
            },
            ct);
    }
}
