using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Grants;
using CityOps.Hub.SignOn.People;

namespace CityOps.Hub.SignOn.Tokens.Making;

/// <summary>身份令牌: who signed on, told to the one client that asked. Nothing an access token is for is in it.</summary>
internal sealed class IdTokenMaker(TokenPeers peers, SignOnOptions options, TimeProvider clock)
{
    /// <summary>From a refresh the binding has no nonce any more; the time of authentication stays the first one.</summary>
    public string Make(Client client, CodeBinding binding, User user, string accessToken)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = options.Issuer,
            ["sub"] = user.Subject,
            ["aud"] = client.Id,
            ["iat"] = now,
            ["exp"] = now + (long)SignOnOptions.TokenLife.TotalSeconds,
            ["auth_time"] = binding.AuthTime.ToUnixTimeSeconds(),
            ["sid"] = binding.Sid,
            ["at_hash"] = HalfHash(accessToken),
        };
        if (binding.Acr.Length > 0)
        {
            claims["acr"] = binding.Acr;
        }

        if (binding.Amr.Count > 0)
        {
            claims["amr"] = binding.Amr;
        }

        if (binding.Nonce is { } nonce)
        {
            claims["nonce"] = nonce;
        }

        foreach (var (name, value) in UserClaims.Named(user, binding.IdTokenClaims))
        {
            claims.TryAdd(name, value);
        }

        return peers.Sign("JWT", client.IdTokenAlgorithm, claims);
    }

    // OpenID Connect Core 3.1.3.6; every algorithm offered ends in 256.
    private static string HalfHash(string accessToken) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)).AsSpan(0, 16));
}
