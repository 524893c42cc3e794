using System.Text.Json.Nodes;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Grants;

namespace CityOps.Hub.SignOn.Tokens.Asking;

/// <summary>The members of RFC 7662 2.2 for what is active.</summary>
internal sealed class IntrospectionText(SignOnOptions options, GuardSwitch guards, TimeProvider clock)
{
    public JsonObject Of(AccessToken token)
    {
        var body = new JsonObject
        {
            ["active"] = true,
            ["iss"] = options.Issuer,
            ["sub"] = token.Subject,
            ["aud"] = token.Audience,
            ["client_id"] = token.Client,
            ["jti"] = token.Jti,
            ["iat"] = token.Issued.ToUnixTimeSeconds(),
            ["exp"] = token.Expires.ToUnixTimeSeconds(),
            ["token_type"] = token.Thumbprint is null ? "Bearer" : "DPoP",
        };
        AddIf(body, "scope", token.Scopes.Count > 0 ? string.Join(' ', token.Scopes) : null);
        AddIf(body, "cnf", token.Thumbprint is { } jkt ? new JsonObject { ["jkt"] = jkt } : null);
        AddIf(body, "username", token.Account?.Login);
        if (token.User is { } user)
        {
            body["sid"] = user.Sid;
            body["acr"] = user.Acr;
            body["auth_time"] = user.AuthTime;
        }

        if (token.Actors.Count > 0)
        {
            body["act"] = token.Actors.Reverse().Aggregate(
                (JsonObject?)null, (inner, actor) => inner is null ? new JsonObject { ["sub"] = actor } : new JsonObject { ["sub"] = actor, ["act"] = inner });
        }

        return body;
    }

    /// <summary>Null for a token that is spent or ended, or whose grant is.</summary>
    public JsonObject? Of(RefreshRow token)
    {
        var now = clock.GetUtcNow();
        var live = token.SpentAt is null && token.ExpiresAt > now && token.GrantRevokedAt is null && token.GrantEndsAt > now;
        return !live && guards.IsOn("introspect.refresh")
            ? null
            : new JsonObject
            {
                ["active"] = true,
                ["iss"] = options.Issuer,
                ["sub"] = token.Binding.User.ToString("N"),
                ["client_id"] = token.Binding.Client,
                ["scope"] = string.Join(' ', token.Binding.Scopes),
                ["iat"] = token.IssuedAt.ToUnixTimeSeconds(),
                ["exp"] = token.ExpiresAt.ToUnixTimeSeconds(),
            };
    }

    private static void AddIf(JsonObject body, string name, JsonNode? value)
    {
        if (value is not null)
        {
            body[name] = value;
        }
    }
}
