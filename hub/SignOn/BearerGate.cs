using System.Text.Json;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Keys;
using CityOps.Schemas;
using CityOps.Schemas.Codes;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.SignOn;

/// <summary>Who a token speaks for. <paramref name="Scopes"/> null means not narrowed; a platform may still be paused.</summary>
public sealed record TokenIdentity(string PlatformCode, IReadOnlySet<string>? Scopes);

/// <summary>
/// Reads the <c>Authorization</c> header of a call. It knows keys and claims only: whoever calls it looks the platform up
/// in the directory each time, so that a pause is felt at once although a verified token is remembered.
/// </summary>
public sealed class BearerGate
{
    private const string Scheme = "Bearer ";

    private readonly KeyKeeper keys;
    private readonly StrictJwt jwt;
    private readonly VerifiedTokens verified;
    private readonly ILogger<BearerGate> log;

    internal BearerGate(KeyKeeper keys, SignOnOptions options, TimeProvider clock, ILogger<BearerGate> log)
    {
        this.keys = keys;
        this.log = log;
        jwt = new StrictJwt(TokenRules.AccessToken(options), keys.Find, clock);
        verified = new VerifiedTokens(clock);
    }

    /// <summary>The identity, or <see cref="SignOnRefusals.Unauthenticated"/> whatever the reason. Null or several headers are refused.</summary>
    public async ValueTask<Outcome<TokenIdentity>> ReadAsync(string? authorization)
    {
        if (authorization is null
            || authorization.Length > Scheme.Length + JoseParts.MostCharacters
            || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return SignOnRefusals.Unauthenticated;
        }

        var token = authorization[Scheme.Length..];
        var digest = VerifiedTokens.DigestOf(token);
        return verified.Find(digest, keys.Find) is { } known ? known : await VerifyAsync(token, digest);
    }

    private async ValueTask<Outcome<TokenIdentity>> VerifyAsync(string token, string digest)
    {
        var (held, fault) = await jwt.VerifyAsync(token);
        var identity = held is null ? null : Identify(held.Claims);
        if (identity is null)
        {
            Log.TokenRefused(log, held is null ? fault : TokenFault.WrongClaims);
            return SignOnRefusals.Unauthenticated;
        }

        verified.Remember(digest, held!, identity);
        return identity;
    }

    // RFC 9068 2.2: sub, client_id and jti are required; for a machine grant the subject is the client.
    private static TokenIdentity? Identify(JsonElement claims)
    {
        if (!JoseParts.TryText(claims, "sub", out var subject)
            || !JoseParts.TryText(claims, "client_id", out var client)
            || !JoseParts.TryText(claims, "jti", out var id)
            || id.Length == 0
            || subject != client
            || !PlatformCode.TryParse(subject, out _))
        {
            return null;
        }

        if (!claims.TryGetProperty("scope", out _))
        {
            return new TokenIdentity(subject, null);
        }

        // A scope claim that names nothing allows nothing; one that is no text is no claim of ours.
        return JoseParts.TryText(claims, "scope", out var scope)
            ? new TokenIdentity(subject, scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal))
            : null;
    }
}
