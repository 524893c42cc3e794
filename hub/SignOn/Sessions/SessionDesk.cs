namespace CityOps.Hub.SignOn.Sessions;

/// <summary>会话: finds, begins and ends them; idle 30 min, at most 12 h.</summary>
public sealed class SessionDesk
{
    /// <summary>The live session of a cookie's value; null for none, ended, idle or unknown.</summary>
    public Task<UserSession?> FindAsync(string? cookie, CancellationToken ct) => throw new NotSupportedException(cookie + ct);

    public Task<UserSession?> FindBySidAsync(string sid, CancellationToken ct) => throw new NotSupportedException(sid + ct);

    public Task<IReadOnlyList<UserSession>> OfUserAsync(Guid user, CancellationToken ct) => throw new NotSupportedException(user.ToString() + ct);

    /// <summary>Ends it, its grants, and tells its clients by back-channel.</summary>
    public Task EndAsync(string sid, string by, CancellationToken ct) => throw new NotSupportedException(sid + by + ct);

    public Task EndOfUserAsync(Guid user, string by, CancellationToken ct) => throw new NotSupportedException(by + user + ct);
}
