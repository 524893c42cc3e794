using System.Text.Json;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Upstream.Discovery;

/// <summary>
/// Whether an authority's metadata (OpenID Connect Discovery 3, RFC 8414) may be used. Every endpoint has to be on the
/// issuer's own origin: a document that points elsewhere is how codes and secrets are led astray. Pure.
/// </summary>
internal static class MetadataRules
{
    public static Outcome<AuthorityMetadata> Read(ReadOnlyMemory<byte> body, RelyingOptions options, GuardSwitch guards)
    {
        if (WireJson.Object(body) is not { } said)
        {
            return UpstreamRefusals.Untrusted.At("json");
        }

        if (guards.IsOn("upstream.metadata-issuer") && (!JoseParts.TryText(said, "issuer", out var issuer) || issuer != options.Issuer))
        {
            return UpstreamRefusals.Untrusted.At("issuer");
        }

        if (Endpoints(said, options.Issuer, guards) is not { } metadata)
        {
            return UpstreamRefusals.Untrusted.At("endpoint");
        }

        return Missing(said, options, guards) is { } missing ? UpstreamRefusals.Untrusted.At(missing) : metadata;
    }

    private static AuthorityMetadata? Endpoints(JsonElement said, string issuer, GuardSwitch guards)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in said.EnumerateObject().Where(member => member.Name == "jwks_uri" || member.Name.EndsWith("_endpoint", StringComparison.Ordinal)))
        {
            if (!JoseParts.TryText(member.Value, out var url) || !IsPlain(url) || (guards.IsOn("upstream.metadata-origin") && !IsSameOrigin(url, issuer)))
            {
                return null;
            }

            found[member.Name] = url;
        }

        return found.TryGetValue("authorization_endpoint", out var authorize) && found.TryGetValue("token_endpoint", out var token) && found.TryGetValue("jwks_uri", out var keys)
            ? new AuthorityMetadata(issuer, authorize, token, keys)
            {
                UserInfoEndpoint = found.GetValueOrDefault("userinfo_endpoint"),
                EndSessionEndpoint = found.GetValueOrDefault("end_session_endpoint"),
                RevocationEndpoint = found.GetValueOrDefault("revocation_endpoint"),
            }
            : null;
    }

    private static string? Missing(JsonElement said, RelyingOptions options, GuardSwitch guards)
    {
        if (guards.IsOn("upstream.metadata-s256") && !Lists(said, "code_challenge_methods_supported", "S256"))
        {
            return "s256";
        }

        if (guards.IsOn("upstream.metadata-iss")
            && !(said.TryGetProperty("authorization_response_iss_parameter_supported", out var iss) && iss.ValueKind == JsonValueKind.True))
        {
            return "iss-parameter";
        }

        return !Lists(said, "response_types_supported", "code") ? "response-type"
            : !options.Algorithms.Any(algorithm => Lists(said, "id_token_signing_alg_values_supported", algorithm)) ? "algorithm"
            : null;
    }

    private static bool Lists(JsonElement said, string name, string value) => WireJson.Texts(said, name)?.Contains(value) ?? false;

    private static bool IsPlain(string url) =>
        url.Length <= 2_048 && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri is { UserInfo: "", Fragment: "" } && url.All(letter => letter is > ' ' and < '\x7f');

    private static bool IsSameOrigin(string url, string issuer) =>
        string.Equals(new Uri(url).GetLeftPart(UriPartial.Authority), new Uri(issuer).GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
}
