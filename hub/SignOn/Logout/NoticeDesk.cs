using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Sessions;
using CityOps.Store;

namespace CityOps.Hub.SignOn.Logout;

/// <summary>退出通知: writes down whom to tell that a session has ended, and wakes the sender.</summary>
internal sealed class NoticeDesk(ClientBook clients, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim awake = new(0);

    public async Task QueueAsync(WriteScope scope, UserSession session, CancellationToken ct)
    {
        foreach (var client in await NoticeTable.ClientsOfAsync(scope, session.Sid, ct))
        {
            if (clients.Find(client)?.BackchannelLogoutUri is not null)
            {
                var now = clock.GetUtcNow();
                await NoticeTable.AddAsync(scope, new Notice(Guid.CreateVersion7(now), client, session.Sid, session.User, 0), now, ct);
            }
        }
    }

    public Client? ClientOf(Notice notice) => clients.Find(notice.Client);

    public void Wake() => awake.Release();

    /// <summary>Returns when somebody woke it or the time is over.</summary>
    public async Task RestAsync(TimeSpan most, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(awake.WaitAsync(either.Token), Task.Delay(most, clock, either.Token));
        await either.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    public void Dispose() => awake.Dispose();
}
