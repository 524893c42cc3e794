namespace CityOps.Hub.SignOn.Grants;

/// <summary>How long what comes of a grant lives (security.md M4, M9).</summary>
internal static class GrantTimes
{
    /// <summary>An authorization code may be redeemed no longer than this.</summary>
    public static readonly TimeSpan Code = TimeSpan.FromSeconds(60);

    /// <summary>A refresh token that nobody uses.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromDays(7);

    /// <summary>A grant with <c>offline_access</c>, however busy.</summary>
    public static readonly TimeSpan Offline = TimeSpan.FromDays(30);

    /// <summary>Any other grant: as long as a session at most.</summary>
    public static readonly TimeSpan Online = TimeSpan.FromHours(12);

    /// <summary>Since a rotation: how long its answer may count as lost on the way.</summary>
    public static readonly TimeSpan LostAnswer = TimeSpan.FromSeconds(30);

    /// <summary>How long a revocation must be remembered: by then every access token before it has ended.</summary>
    public static readonly TimeSpan Remembered = (SignOnOptions.TokenLife * 2) + TimeSpan.FromMinutes(5);

    /// <summary>How long what has ended is kept, so that a second use is told from a guess.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Wrong tries by its own client that kill a code.</summary>
    public const int WrongTries = 3;
}
