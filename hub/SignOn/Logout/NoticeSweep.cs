using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.SignOn.Logout;

/// <summary>Tells clients about ended sessions, all due ones side by side; the user who signs out never waits for any of them.</summary>
internal sealed class NoticeSweep(NoticeTable table, NoticeDesk desk, NoticeSender sender, TimeProvider clock, ILogger<NoticeSweep> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>One round; answers how many were tried.</summary>
    public async Task<int> SendDueAsync(CancellationToken ct)
    {
        var due = await table.DueAsync(clock.GetUtcNow(), ct);
        var tried = await Task.WhenAll(due.Select(notice => TryAsync(notice, ct)));
        return tried.Count(was => was);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await desk.RestAsync(Every, stoppingToken);
                await SendDueAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Log.NoticesNotSent(log, fault); // they stay in the store; the next round tries again
            }
        }
    }

    private async Task<bool> TryAsync(Notice notice, CancellationToken ct)
    {
        if (!await table.ClaimAsync(notice, NoticeRules.NextTry(clock.GetUtcNow(), notice.Attempts), ct))
        {
            return false;
        }

        var told = await sender.SendAsync(notice, desk.ClientOf(notice), ct);
        if (told || NoticeRules.IsLast(notice.Attempts))
        {
            await table.RemoveAsync(notice.Id, ct);
        }

        return true;
    }
}
