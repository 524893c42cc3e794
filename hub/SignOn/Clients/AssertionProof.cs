using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Keys;
using CityOps.Hub.SignOn.Once;

namespace CityOps.Hub.SignOn.Clients;

/// <summary>
/// <c>private_key_jwt</c> (RFC 7523): a statement of at most five minutes for our issuer alone, signed by a key of the client,
/// good once. The id is written down last, so that a statement that would not hold is not spent.
/// </summary>
internal sealed class AssertionProof(SignOnOptions options, OnceTable once, RemoteKeys remote, TimeProvider clock, GuardSwitch guards)
{
    private const int MostIdCharacters = 256;

    private static readonly VerificationKey Nobody = MakeNobody();

    /// <summary>Who a statement says it is from, before anything of it is believed; null when it cannot be read.</summary>
    public static string? IssuerOf(string assertion, GuardSwitch guards)
    {
        if (JoseParts.Split(assertion, guards, out var text) != TokenFault.None)
        {
            return null;
        }

        using var payload = JoseParts.ReadObject(text.Payload, guards);
        return payload is not null && JoseParts.TryText(payload.RootElement, "iss", out var issuer) && issuer.Length > 0 ? issuer : null;
    }

    /// <param name="client">Null for an unknown one: then a key of nobody's is tried, so that time tells nothing.</param>
    public async Task<bool> HoldsAsync(BookedClient? client, string id, string assertion, CancellationToken ct)
    {
        KeyChoice keys = client is null ? (_, algorithm) => Nobody with { Algorithm = algorithm ?? "" } : await KeysOfAsync(client, assertion, ct);
        var verdict = new StrictJwt(TokenRules.ClientAssertion(id, options), keys, clock, guards).Verify(assertion);
        if (verdict.Token is not { } held || client is null)
        {
            return false;
        }

        var named = JoseParts.TryText(held.Claims, "sub", out var subject) && subject == id;
        if (guards.IsOn("client.assertion-subject") && !named)
        {
            return false;
        }

        if (!JoseParts.TryText(held.Claims, "jti", out var jti) || jti.Length is 0 or > MostIdCharacters)
        {
            return false;
        }

        var keep = DateTimeOffset.FromUnixTimeSeconds(held.Expires) + TokenRules.PeerSkew;
        return !guards.IsOn("client.assertion-once") || await once.TakeAsync("assertion", MarkOf(id, jti), keep, ct);
    }

    // Keys registered here; else those the client publishes, read anew when a name is unknown.
    private async Task<KeyChoice> KeysOfAsync(BookedClient client, string assertion, CancellationToken ct)
    {
        var registered = client.KeysAt(clock.GetUtcNow());
        if (client.Draft.JwksUri is not { } address)
        {
            return registered;
        }

        var published = await remote.FindAsync(address, assertion, ct);
        return (kid, algorithm) => registered(kid, algorithm) ?? published.Choose(kid, algorithm);
    }

    private static string MarkOf(string client, string id) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{client.Length}:{client}{id}")));

    private static VerificationKey MakeNobody()
    {
        using var pair = RSA.Create(2048);
        return new VerificationKey("", "", AsymmetricKey.Of(pair.ExportParameters(includePrivateParameters: false)));
    }
}
