using System.Text.Json;

namespace CityOps.Hub.SignOn.Upstream.Relying;

/// <summary>What an authority said of somebody, every check passed.</summary>
internal sealed record Vouched(string Issuer, string Subject, TokenSet Tokens, JsonElement Claims)
{
    /// <summary>The authority's name of its session; null when it has none to end.</summary>
    public string? Sid { get; init; }

    public string? Acr { get; init; }

    public IReadOnlyList<string> Amr { get; init; } = [];

    public DateTimeOffset AuthTime { get; init; }

    /// <summary>UserInfo's claims where they were asked.</summary>
    public JsonElement? UserInfo { get; init; }
}

/// <summary>The tokens of one answer; <paramref name="IdToken"/> is missing only from an answer to a refresh.</summary>
internal sealed record TokenSet(string AccessToken, DateTimeOffset ExpiresAt, string? RefreshToken, string? IdToken);

/// <summary>What the browser brought back from an authority; each null when it did not come.</summary>
internal sealed record CallbackAnswer(string? Code, string? State, string? Issuer, string? Error);
