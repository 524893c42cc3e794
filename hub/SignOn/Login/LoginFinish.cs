using CityOps.Hub.SignOn.People;

namespace CityOps.Hub.SignOn.Login;

/// <summary>How somebody proved who they are.</summary>
/// <param name="Amr">RFC 8176 names: pwd, otp, fed.</param>
/// <param name="Upstream">The issuer that vouched; null for our own login page.</param>
public sealed record LoginProof(User User, IReadOnlyList<string> Amr, string Acr, string? Upstream, DateTimeOffset AuthTime);

/// <summary>The end of every login, ours or another authority's: a fresh session, and on with the request that was waiting.</summary>
public sealed class LoginFinish
{
    /// <param name="interaction">The id of the waiting request, as the login page got it.</param>
    /// <param name="browser">The value of the interaction cookie of this browser.</param>
    /// <returns>The new session cookie's value and the local path to go on at; null when the interaction is not this browser's.</returns>
    public Task<(string Cookie, string Next)?> CompleteAsync(string interaction, string? browser, LoginProof proof, string address, string agent, CancellationToken ct) =>
        throw new NotSupportedException(interaction + browser + proof.Acr + address + agent + ct);
}
