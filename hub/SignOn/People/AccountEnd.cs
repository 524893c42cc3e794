namespace CityOps.Hub.SignOn.People;

/// <summary>Signs an account off: its sessions and whatever was granted to clients. The doors of sessions and grants, as this room needs them.</summary>
internal sealed class AccountEnd(AccountEnd.Doors doors)
{
    /// <summary>Every session and grant.</summary>
    public async Task AllAsync(Guid user, string why, CancellationToken ct)
    {
        await doors.EndSessions(user, why, ct);
        await doors.RevokeGrants(user, why, ct);
    }

    /// <summary>Every session but one, each with its grants; all of them when there is none to keep.</summary>
    public async Task OthersAsync(Guid user, string? keepSid, string why, CancellationToken ct)
    {
        if (keepSid is null)
        {
            await AllAsync(user, why, ct);
            return;
        }

        foreach (var sid in await doors.SessionsOf(user, ct))
        {
            if (sid != keepSid)
            {
                await doors.EndSession(sid, why, ct);
            }
        }
    }

    internal sealed record Doors(
        Func<Guid, string, CancellationToken, Task> EndSessions,
        Func<Guid, string, CancellationToken, Task> RevokeGrants,
        Func<Guid, CancellationToken, Task<IReadOnlyList<string>>> SessionsOf,
        Func<string, string, CancellationToken, Task> EndSession);
}
