namespace CityOps.Hub.SignOn.Logout;

/// <summary>When a logout notice is tried again, and what the logout token says (OpenID Connect Back-Channel Logout 2.4). Pure.</summary>
internal static class NoticeRules
{
    public const string Event = "http://schemas.openid.net/event/backchannel-logout";

    /// <summary>Every try ends after this long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30)];

    public static int MostAttempts => Waits.Length + 1;

    /// <param name="attempts">Tries made before the one that begins now.</param>
    public static DateTimeOffset NextTry(DateTimeOffset now, int attempts) => now + Patience + Waits[Math.Min(attempts, Waits.Length - 1)];

    public static bool IsLast(int attempts) => attempts + 1 >= MostAttempts;

    /// <summary>No nonce, so that it can never pass for an ID token.</summary>
    public static Dictionary<string, object> Claims(string issuer, Notice notice, string jti, DateTimeOffset now) => new()
    {
        ["iss"] = issuer,
        ["aud"] = notice.Client,
        ["iat"] = now.ToUnixTimeSeconds(),
        ["exp"] = (now + TokenLife).ToUnixTimeSeconds(),
        ["jti"] = jti,
        ["sub"] = notice.User.ToString("N"),
        ["sid"] = notice.Sid,
        ["events"] = new Dictionary<string, object> { [Event] = new Dictionary<string, object>() },
    };
}
