using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Keys;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.SignOn;

/// <summary>Access tokens for this hub: the text in, the identity out; those that held are remembered until they end.</summary>
internal sealed class AccessTokenReader(KeyKeeper keys, SignOnOptions options, TimeProvider clock, GuardSwitch guards, ILogger<AccessTokenReader> log)
{
    private readonly StrictJwt jwt = new(TokenRules.AccessToken(options), keys.Choose, clock, guards);
    private readonly VerifiedTokens verified = new(clock);

    public TokenIdentity? Read(string token)
    {
        var digest = VerifiedTokens.DigestOf(token);
        return verified.Find(digest, keys.Find) ?? Verify(token, digest);
    }

    private TokenIdentity? Verify(string token, string digest)
    {
        var (held, fault) = jwt.Verify(token);
        var identity = held is null ? null : IdentityRules.Read(held.Claims);
        if (identity is null)
        {
            Log.TokenRefused(log, held is null ? fault : TokenFault.WrongClaims);
            return null;
        }

        verified.Remember(digest, held!, identity);
        return identity;
    }
}
