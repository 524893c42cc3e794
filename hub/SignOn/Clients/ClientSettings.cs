using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityOps.Hub.SignOn.Clients;

/// <summary>What an administrator says about a client, as registered and as changed.</summary>
public sealed record ClientDraft(string Id, string Name, ClientMethod Method)
{
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    public string? BackchannelLogoutUri { get; init; }

    public IReadOnlyList<string> GrantTypes { get; init; } = ["authorization_code"];

    public IReadOnlyList<string> Scopes { get; init; } = ["openid"];

    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>Names under which it is itself an audience, besides its id.</summary>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    public string IdTokenAlgorithm { get; init; } = "RS256";

    /// <summary>Each refresh brings a new refresh token although the client is confidential.</summary>
    public bool RotatesRefresh { get; init; }

    public bool PkceOptional { get; init; }

    public bool PushedRequestsOnly { get; init; }

    public bool DpopOnly { get; init; }

    public bool FirstParty { get; init; }

    /// <summary>It may use a secret although this hub is not on loopback.</summary>
    public bool SecretAllowed { get; init; }

    /// <summary>Where it publishes its keys; null when they are registered here one by one.</summary>
    public string? JwksUri { get; init; }
}

/// <summary>A client as an administrator sees it; secrets and private halves are nowhere in it.</summary>
public sealed record ClientView(ClientDraft Draft, bool Suspended, IReadOnlyList<ClientKeyView> Keys);

/// <summary>One key or secret of a client, by name and time.</summary>
/// <param name="Kind"><c>secret</c> or <c>jwk</c>.</param>
public sealed record ClientKeyView(string Kid, string Kind, DateTimeOffset From, DateTimeOffset? Until);

/// <summary>A secret in the one answer that ever shows it.</summary>
public sealed record ShownSecret(string Kid, string Secret);

/// <summary>What is stored of a draft: everything but id and name, which have columns.</summary>
internal static class ClientSettings
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
        AllowDuplicateProperties = false,
    };

    public static byte[] Write(ClientDraft draft) => JsonSerializer.SerializeToUtf8Bytes(draft, Form);

    public static ClientDraft Read(string id, string name, byte[] settings) =>
        JsonSerializer.Deserialize<ClientDraft>(settings, Form)! with { Id = id, Name = name };
}
