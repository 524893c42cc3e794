namespace CityOps.Portal.Clients;

/// <summary>What a client was registered with.</summary>
public sealed record ClientDraft(string Id, string Name, string Method)
{
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    public string? BackchannelLogoutUri { get; init; }

    public IReadOnlyList<string> GrantTypes { get; init; } = [];

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IReadOnlyList<string> Resources { get; init; } = [];

    public IReadOnlyList<string> Audiences { get; init; } = [];

    public string IdTokenAlgorithm { get; init; } = "RS256";

    public bool RotatesRefresh { get; init; }

    public bool PkceOptional { get; init; }

    public bool PushedRequestsOnly { get; init; }

    public bool DpopOnly { get; init; }

    public bool FirstParty { get; init; }

    public bool SecretAllowed { get; init; }

    public string? JwksUri { get; init; }
}

public sealed record ClientKey(string Kid, string Kind, DateTimeOffset From)
{
    public DateTimeOffset? Until { get; init; }
}

/// <summary>应用系统: a client with its keys; secrets are nowhere in it.</summary>
public sealed record ClientRow(ClientDraft Client, bool Suspended, IReadOnlyList<ClientKey> Keys);

public sealed record ClientRows(IReadOnlyList<ClientRow> Items)
{
    public string? Next { get; init; }
}

/// <summary>A new client; its secret, where it has one, in the one answer that shows it.</summary>
public sealed record RegisteredClient(ClientRow Client)
{
    public string? Kid { get; init; }

    public string? Secret { get; init; }
}

public sealed record ShownSecret(string Kid, string Secret);
