using CityOps.Hub.Guards;

namespace CityOps.Hub.SignOn.Sessions;

/// <summary>How long a session lives (security.md M13). Pure.</summary>
internal static class SessionRules
{
    public const int MostPerUser = 10;

    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    public static readonly TimeSpan Absolute = TimeSpan.FromHours(12);

    /// <summary>The last use is written down at most this often.</summary>
    public static readonly TimeSpan SeenStep = TimeSpan.FromMinutes(1);

    public static bool Lives(StoredSession stored, DateTimeOffset now, GuardSwitch guards) =>
        (!guards.IsOn("session.ended") || !stored.IsEnded)
        && (!guards.IsOn("session.idle") || now - stored.Session.SeenAt < Idle)
        && (!guards.IsOn("session.absolute") || now - stored.Session.StartedAt < Absolute);
}
