using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Tokens;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Grants;

/// <summary>What a client brings with a refresh token; no scopes means all it was given for.</summary>
internal sealed record RefreshProof(Client Client, string? Thumbprint, IReadOnlyList<string> Scopes);

internal enum RefreshStep
{
    /// <summary>The token stays good (confidential clients that do not rotate).</summary>
    Keep,

    /// <summary>Spent; a successor takes over.</summary>
    Rotate,

    /// <summary>The answer to the last rotation was lost: a new successor takes the place of the unseen one.</summary>
    Replace,

    /// <summary>Two hold what one was given: the family ends.</summary>
    Reuse,

    Refuse,
}

/// <summary>What is to be done, and why not when refused.</summary>
internal sealed record RefreshVerdict(RefreshStep Step, RefreshRow Row, Refusal? Refusal = null);

/// <summary>When a refresh token holds and what becomes of it (security.md M9).</summary>
internal static class RefreshRules
{
    /// <summary>Idle and absolute limit in one.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset now, DateTimeOffset grantEnds) =>
        now + GrantTimes.Idle < grantEnds ? now + GrantTimes.Idle : grantEnds;

    /// <summary>Whose it is comes before all else, so that a stranger cannot end a family; a wrong scope changes nothing.</summary>
    public static RefreshVerdict Judge(RefreshRow row, RefreshProof proof, DateTimeOffset now, GuardSwitch guards)
    {
        if (guards.IsOn("refresh.client") && row.Binding.Client != proof.Client.Id)
        {
            return No(row, TokenRefusals.InvalidGrant);
        }

        if (guards.IsOn("refresh.grant") && (row.GrantRevokedAt is not null || row.GrantEndsAt <= now))
        {
            return No(row, TokenRefusals.InvalidGrant);
        }

        if (guards.IsOn("refresh.dpop") && !KeyHolds(row.Binding.DpopThumbprint, proof))
        {
            return No(row, TokenRefusals.InvalidGrant);
        }

        if (guards.IsOn("refresh.reuse") && row.SpentAt is not null && !MayBeLost(row, now, guards))
        {
            return new RefreshVerdict(RefreshStep.Reuse, row);
        }

        return JudgeOwn(row, proof, now, guards);
    }

    private static RefreshVerdict JudgeOwn(RefreshRow row, RefreshProof proof, DateTimeOffset now, GuardSwitch guards)
    {
        if (guards.IsOn("refresh.expired") && row.ExpiresAt <= now)
        {
            return No(row, TokenRefusals.InvalidGrant);
        }

        if (guards.IsOn("refresh.scope") && proof.Scopes.Except(row.Binding.Scopes, StringComparer.Ordinal).Any())
        {
            return No(row, SignOnRefusals.InvalidScope.Because("授权范围不得扩大", "The scope may shrink, never grow"));
        }

        if (row.SpentAt is not null)
        {
            return new RefreshVerdict(RefreshStep.Replace, row);
        }

        var rotates = proof.Client.Method == ClientMethod.None || proof.Client.RotatesRefresh;
        return new RefreshVerdict(rotates ? RefreshStep.Rotate : RefreshStep.Keep, row);
    }

    // Confidential clients prove themselves anew each time and may change their key (RFC 9449 5), but not go back to none.
    private static bool KeyHolds(string? bound, RefreshProof proof) =>
        bound is null || (proof.Client.Method == ClientMethod.None ? proof.Thumbprint == bound : proof.Thumbprint is not null);

    private static bool MayBeLost(RefreshRow row, DateTimeOffset now, GuardSwitch guards) =>
        row.Successor is not null && (!guards.IsOn("refresh.window") || now - row.SpentAt < GrantTimes.LostAnswer);

    private static RefreshVerdict No(RefreshRow row, Refusal why) => new(RefreshStep.Refuse, row, why);
}
