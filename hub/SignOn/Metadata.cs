using System.Text.Json.Nodes;
using CityOps.Hub.SignOn.Tokens;
using CityOps.Hub.SignOn.Tokens.Making;

namespace CityOps.Hub.SignOn;

/// <summary>发现文档: what this hub says of itself (OpenID Connect Discovery, RFC 8414); every address below the issuer. Pure.</summary>
internal static class Metadata
{
    private static readonly string[] ConfidentialMethods = ["client_secret_basic", "client_secret_post", "private_key_jwt"];
    private static readonly string[] Algorithms = ["RS256", "ES256", "PS256"];

    public static JsonObject Of(SignOnOptions options)
    {
        var body = new JsonObject { ["issuer"] = options.Issuer };
        foreach (var (name, path) in Addresses)
        {
            body[name] = options.Issuer + path;
        }

        foreach (var (name, values) in Lists)
        {
            body[name] = new JsonArray([.. values.Select(value => (JsonNode)value)]);
        }

        foreach (var (name, value) in Flags)
        {
            body[name] = value;
        }

        return body;
    }

    private static readonly (string Name, string Path)[] Addresses =
    [
        ("authorization_endpoint", ConnectPaths.Authorization),
        ("pushed_authorization_request_endpoint", ConnectPaths.PushedRequest),
        ("token_endpoint", SignOnOptions.TokenPath),
        ("userinfo_endpoint", ConnectPaths.UserInfo),
        ("revocation_endpoint", ConnectPaths.Revocation),
        ("introspection_endpoint", ConnectPaths.Introspection),
        ("end_session_endpoint", ConnectPaths.Logout),
        ("jwks_uri", SignOnOptions.KeysPath),
    ];

    private static readonly (string Name, IReadOnlyList<string> Values)[] Lists =
    [
        ("response_types_supported", ["code"]),
        ("response_modes_supported", ["query", "form_post"]),
        ("grant_types_supported", TokenRequestRules.GrantTypes),
        ("scopes_supported", ["openid", "profile", "email", "phone", "address", "offline_access", "cityops"]),
        ("subject_types_supported", ["public"]),
        ("id_token_signing_alg_values_supported", Algorithms),
        ("token_endpoint_auth_methods_supported", [.. ConfidentialMethods, "none"]),
        ("token_endpoint_auth_signing_alg_values_supported", Algorithms),
        ("revocation_endpoint_auth_methods_supported", [.. ConfidentialMethods, "none"]),
        ("revocation_endpoint_auth_signing_alg_values_supported", Algorithms),
        ("introspection_endpoint_auth_methods_supported", ConfidentialMethods),
        ("introspection_endpoint_auth_signing_alg_values_supported", Algorithms),
        ("dpop_signing_alg_values_supported", Challenges.ProofAlgorithms.Split(' ')),
        ("code_challenge_methods_supported", ["S256"]),
        ("acr_values_supported", ["urn:cityops:acr:1", "urn:cityops:acr:2"]),
        ("claim_types_supported", ["normal"]),
        ("claims_supported", ["sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "sid", "acr", "amr", "at_hash", .. UserClaims.Names]),
        ("display_values_supported", ["page"]),
        ("prompt_values_supported", ["none", "login", "consent"]),
        ("ui_locales_supported", ["zh-CN"]),
    ];

    private static readonly (string Name, bool Value)[] Flags =
    [
        ("claims_parameter_supported", true),
        ("request_parameter_supported", false),
        ("request_uri_parameter_supported", false), // absent would mean true
        ("require_request_uri_registration", false),
        ("require_pushed_authorization_requests", false),
        ("authorization_response_iss_parameter_supported", true),
        ("backchannel_logout_supported", true),
        ("backchannel_logout_session_supported", true),
    ];
}
