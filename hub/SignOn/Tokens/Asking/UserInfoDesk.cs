using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Hub.Audit;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Tokens.Making;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Tokens.Asking;

/// <summary>用户信息: what the bearer of a token with <c>openid</c> may know of its user (OpenID Connect Core 5.3).</summary>
internal sealed class UserInfoDesk(TokenLookup reader, TokenPeers peers, SignOnOptions options, GuardSwitch guards)
{
    public async Task<Outcome<JsonObject>> AskAsync(ClientCall call, PresentedToken presented, CancellationToken ct)
    {
        var answer = await LookAsync(call, presented, ct);
        return answer.TryGet(out var claims, out var refusal) ? claims : await RefuseAsync(call, refusal, ct);
    }

    public async Task<Outcome<JsonObject>> RefuseAsync(ClientCall call, Refusal refusal, CancellationToken ct)
    {
        await peers.Audit(new AuditEvent("signon.userinfo", AuditResult.Refused, refusal.Name, "anonymous", "", call.Address, call.Correlation), ct);
        return refusal;
    }

    private async Task<Outcome<JsonObject>> LookAsync(ClientCall call, PresentedToken presented, CancellationToken ct)
    {
        if (await reader.ReadAsync(presented.Text, ct) is not { } token)
        {
            return TokenRefusals.InvalidToken;
        }

        if (guards.IsOn("userinfo.audience") && token.Audience != options.Audience)
        {
            return TokenRefusals.InvalidToken;
        }

        if (await RefuseKeyAsync(call, presented, token, ct) is { } notBound)
        {
            return notBound;
        }

        if (token.Account is not { } user || (guards.IsOn("userinfo.scope") && !token.Scopes.Contains("openid", StringComparer.Ordinal)))
        {
            return TokenRefusals.InsufficientScope;
        }

        return Tell(user, token);
    }

    /// <summary>A bound token is worth nothing without its key, and a scheme other than its own is a sign of theft.</summary>
    private async Task<Refusal?> RefuseKeyAsync(ClientCall call, PresentedToken presented, AccessToken token, CancellationToken ct)
    {
        if (!guards.IsOn("userinfo.dpop"))
        {
            return null;
        }

        if (token.Thumbprint is null || !presented.Bound)
        {
            return token.Thumbprint is null && !presented.Bound ? null : TokenRefusals.InvalidToken;
        }

        return (await peers.Prove(call, presented.Text, ct)).Match<Refusal?>(
            proof => proof.Thumbprint == token.Thumbprint ? null : TokenRefusals.InvalidToken,
            refusal => refusal);
    }

    private static JsonObject Tell(User user, AccessToken token)
    {
        var body = new JsonObject { ["sub"] = user.Subject };
        foreach (var (name, value) in UserClaims.Scoped(user, token.Scopes).Concat(UserClaims.Named(user, token.User?.UserInfoClaims ?? [])))
        {
            body[name] = JsonSerializer.SerializeToNode(value);
        }

        return body;
    }
}

/// <summary>The token as it came; <paramref name="Bound"/> when under the scheme DPoP.</summary>
internal sealed record PresentedToken(string Text, bool Bound);
