using CityOps.Hub.SignOn.Clients;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Authorize;

internal enum ResponseMode
{
    Query,
    FormPost,
}

/// <summary>A proven place to answer at: the redirect URI is one of the client's own, byte for byte.</summary>
/// <param name="State">Null when absent, repeated, broken or too long: such a state is never given back.</param>
internal sealed record ReturnAddress(string RedirectUri, string? State, ResponseMode Mode);

/// <summary>A request every rule has let pass.</summary>
internal sealed record AuthorizeRequest(Client Client, ReturnAddress Back, IReadOnlyList<string> Scopes)
{
    public string? Nonce { get; init; }

    public string? Challenge { get; init; }

    public IReadOnlySet<string> Prompts { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    public long? MaxAge { get; init; }

    public bool WantsSecondFactor { get; init; }

    public ClaimsAsked Claims { get; init; } = ClaimsAsked.None;

    public string? IdTokenHint { get; init; }

    /// <summary>The subject the verified id_token_hint names.</summary>
    public string? HintSubject { get; init; }

    public string? LoginHint { get; init; }

    public string? Locales { get; init; }

    public string? Resource { get; init; }

    public string? DpopThumbprint { get; init; }

    /// <summary>Ours: the upstream authority to use when nobody is signed in.</summary>
    public string? Authority { get; init; }
}

/// <summary>
/// A request, or a refusal: with <paramref name="Back"/> it may be told to the client, without it only on a page, because
/// the client or its redirect URI is not proven.
/// </summary>
internal sealed record AuthorizeVerdict(AuthorizeRequest? Request, ReturnAddress? Back, Refusal? Refusal)
{
    public static AuthorizeVerdict Page(Refusal refusal) => new(null, null, refusal);
}
