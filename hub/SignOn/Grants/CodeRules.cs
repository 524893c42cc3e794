using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;

namespace CityOps.Hub.SignOn.Grants;

/// <summary>What a client brings with a code.</summary>
internal sealed record CodeProof(Client Client, string? RedirectUri, string? Verifier, string? Thumbprint);

internal enum CodeVerdict
{
    Good,

    /// <summary>Another client's: nothing happens to it.</summary>
    Foreign,

    /// <summary>Its own client could not prove it asked for it: counted.</summary>
    Mismatch,

    /// <summary>Spent before, and now by somebody who could prove it: its grant ends.</summary>
    Spent,

    /// <summary>Ended, tried wrongly too often, or its grant has ended.</summary>
    Dead,
}

/// <summary>What a code demands of whoever redeems it. All of it is judged before the code is spent, so that nobody can burn one.</summary>
internal static class CodeRules
{
    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    public static CodeVerdict Judge(CodeRow code, CodeProof proof, DateTimeOffset now, GuardSwitch guards)
    {
        if (guards.IsOn("code.client") && code.Binding.Client != proof.Client.Id)
        {
            return CodeVerdict.Foreign;
        }

        if (!IsProved(code.Binding, proof, guards))
        {
            return CodeVerdict.Mismatch;
        }

        if (guards.IsOn("code.once") && code.UsedAt is not null)
        {
            return CodeVerdict.Spent;
        }

        return IsLive(code, now, guards) ? CodeVerdict.Good : CodeVerdict.Dead;
    }

    /// <summary>RFC 7636: S256 only, 43 to 128 unreserved characters.</summary>
    public static bool Matches(string verifier, string challenge) =>
        verifier.Length is >= 43 and <= 128
        && !verifier.AsSpan().ContainsAnyExcept(Unreserved)
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))),
            Encoding.ASCII.GetBytes(challenge));

    private static bool IsProved(CodeBinding binding, CodeProof proof, GuardSwitch guards)
    {
        if (guards.IsOn("code.redirect") && !string.Equals(binding.RedirectUri, proof.RedirectUri, StringComparison.Ordinal))
        {
            return false;
        }

        if (guards.IsOn("code.dpop") && binding.DpopThumbprint is not null && binding.DpopThumbprint != proof.Thumbprint)
        {
            return false;
        }

        if (binding.Challenge is { } challenge)
        {
            return !guards.IsOn("pkce.verifier") || (proof.Verifier is { } verifier && Matches(verifier, challenge));
        }

        return !(guards.IsOn("pkce.unasked") && proof.Verifier is not null)
            && !(guards.IsOn("pkce.public") && proof.Client.Method == ClientMethod.None);
    }

    private static bool IsLive(CodeRow code, DateTimeOffset now, GuardSwitch guards) =>
        !(guards.IsOn("code.failures") && code.Failures >= GrantTimes.WrongTries)
        && !(guards.IsOn("code.expired") && code.ExpiresAt <= now)
        && !(guards.IsOn("code.grant") && (code.GrantRevokedAt is not null || code.GrantEndsAt <= now));
}
