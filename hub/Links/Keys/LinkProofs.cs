using System.Buffers.Text;
using System.Security.Cryptography;
using CityOps.Hub.SignOn.Dpop;

namespace CityOps.Hub.Links.Keys;

/// <summary>What a link's key says: who we are, and that a call is ours (RFC 7523, RFC 9449).</summary>
internal sealed class LinkProofs(LinkKey key, string issuer, TimeProvider clock)
{
    private const int AssertionSeconds = 60;

    private volatile string? nonce;

    public string Assert(string clientId)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return key.SignAssertion(new Dictionary<string, object>
        {
            ["iss"] = clientId, ["sub"] = clientId, ["aud"] = issuer, ["jti"] = NewId(), ["iat"] = now, ["exp"] = now + AssertionSeconds,
        });
    }

    public void Prove(HttpRequestMessage request, string? accessToken)
    {
        var path = request.RequestUri!.OriginalString.Split('?', 2)[0].TrimStart('/');
        var claims = new Dictionary<string, object>
        {
            ["jti"] = NewId(), ["htm"] = request.Method.Method, ["htu"] = $"{issuer}/{path}", ["iat"] = clock.GetUtcNow().ToUnixTimeSeconds(),
        };
        if (accessToken is not null)
        {
            claims["ath"] = DpopRules.HashOf(accessToken);
        }

        if (nonce is { } given)
        {
            claims["nonce"] = given;
        }

        request.Headers.Remove("DPoP");
        request.Headers.Add("DPoP", key.SignProof(claims));
    }

    /// <summary>True when the answer brought a nonce that is new to us.</summary>
    public bool Hear(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("DPoP-Nonce", out var values) || values.FirstOrDefault() is not { Length: > 0 and <= 256 } given || given == nonce)
        {
            return false;
        }

        nonce = given;
        return true;
    }

    private static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}
