using System.Net.Http.Headers;
using System.Text;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Upstream.Discovery;

namespace CityOps.Hub.SignOn.Upstream.Relying;

/// <summary>Makes what this hub says at an authority's token endpoint: type, algorithm and claims in, a signed token out.</summary>
internal delegate string SignToken(string type, string algorithm, IReadOnlyDictionary<string, object> claims);

/// <summary>How we prove to an authority that we are its client.</summary>
internal sealed class ClientProof(RelyingOptions options, SignToken sign, TimeProvider clock)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    /// <summary>Puts what belongs into the form, and answers what belongs into the header.</summary>
    public AuthenticationHeaderValue? Add(Dictionary<string, string> form)
    {
        if (options.Method == ClientMethod.SecretBasic)
        {
            var pair = $"{Uri.EscapeDataString(options.ClientId)}:{Uri.EscapeDataString(options.Secret)}";
            return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
        }

        form["client_id"] = options.ClientId;
        if (options.Method == ClientMethod.PrivateKeyJwt)
        {
            form["client_assertion_type"] = AssertionType;
            form["client_assertion"] = Assertion();
        }

        return null;
    }

    // The issuer alone is the audience: an endpoint's address would let one server use it at another (CVE-2025-27370).
    private string Assertion()
    {
        var now = clock.GetUtcNow();
        return sign("client-authentication+jwt", "ES256", new Dictionary<string, object>
        {
            ["iss"] = options.ClientId,
            ["sub"] = options.ClientId,
            ["aud"] = options.Issuer,
            ["jti"] = LoginTicket.Random(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Life).ToUnixTimeSeconds(),
        });
    }
}
