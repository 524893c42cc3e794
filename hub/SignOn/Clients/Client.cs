using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityOps.Hub.SignOn.Clients;

/// <summary>How a client proves who it is (OpenID Connect Core 9).</summary>
[JsonConverter(typeof(ClientMethodWord))]
public enum ClientMethod
{
    /// <summary>Public: it cannot keep a secret; PKCE always.</summary>
    None,
    SecretBasic,
    SecretPost,
    PrivateKeyJwt,
}

/// <summary>Answers say a method as bodies do: <c>secret_basic</c>.</summary>
internal sealed class ClientMethodWord() : JsonStringEnumConverter<ClientMethod>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

/// <summary>
/// 客户端: a platform or an application that may ask for tokens. Registered by administrators only; immutable, replaced
/// whole in the client book.
/// </summary>
/// <param name="Id">For a platform its code.</param>
public sealed record Client(string Id, string Name, ClientMethod Method)
{
    /// <summary>The platform this client speaks for; null for an application with users.</summary>
    public PlatformEntry? Platform { get; init; }

    /// <summary>Compared as text, byte for byte.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    public string? BackchannelLogoutUri { get; init; }

    /// <summary>Where a client of the product publishes its keys; those of registered ones are in their drafts.</summary>
    public string? JwksUri { get; init; }

    /// <summary>Of authorization_code, refresh_token, client_credentials, urn:ietf:params:oauth:grant-type:token-exchange.</summary>
    public IReadOnlySet<string> GrantTypes { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What it may ask for; null for a platform, whose interface scopes the directory decides.</summary>
    public IReadOnlySet<string>? Scopes { get; init; }

    /// <summary>Audiences it may ask tokens for by <c>resource</c> (RFC 8707), besides this hub.</summary>
    public IReadOnlySet<string> Resources { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Names under which it is itself an audience, besides its id: for introspection and token exchange.</summary>
    public IReadOnlySet<string> Audiences { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Confidential clients only: each refresh brings a new refresh token. Public clients' always rotate.</summary>
    public bool RotatesRefresh { get; init; }

    /// <summary>RS256, ES256 or PS256.</summary>
    public string IdTokenAlgorithm { get; init; } = "RS256";

    /// <summary>Confidential clients only: no PKCE asked, a nonce instead.</summary>
    public bool PkceOptional { get; init; }

    public bool PushedRequestsOnly { get; init; }

    /// <summary>Every token is bound to a DPoP key.</summary>
    public bool DpopOnly { get; init; }

    /// <summary>Of this product: no consent is asked.</summary>
    public bool FirstParty { get; init; }

    public bool Suspended { get; init; }
}
