using CityOps.Hub.Status.Incidents;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Status.Notices;

/// <summary>What the sweep works with.</summary>
internal sealed record NoticeParts(NoticeTable Notices, ChannelTable Channels, IncidentTable Incidents, NoticeSender Sender, Random Chance);

/// <summary>Sends what is due, a few at a time; several processes pass each other by claims in the store.</summary>
internal sealed partial class NoticeSweep(NoticeParts parts, TimeProvider clock, ILogger<NoticeSweep> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);
    private const int AtOnce = 8;
    private const int BeatsPerForget = 1_800;
    private const int MostForgotten = 2_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            for (var beat = 1; await timer.WaitForNextTickAsync(stoppingToken); beat++)
            {
                await TrySendAsync(beat % BeatsPerForget == 0, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host is stopping; what was claimed is due again soon.
        }
    }

    private async Task TrySendAsync(bool forget, CancellationToken ct)
    {
        try
        {
            await SendAsync(ct);
            if (forget)
            {
                await parts.Notices.ForgetAsync(clock.GetUtcNow() - Kept, MostForgotten, ct);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException) // the edge of one sweep: what was claimed is due again
        {
            Failed(log, fault.GetType().Name, fault.Message);
        }
    }

    /// <summary>One round: everything that is due, until nothing is.</summary>
    public async Task SendAsync(CancellationToken ct)
    {
        while (await parts.Notices.ClaimAsync(clock.GetUtcNow(), NoticeSender.Patience * 2, AtOnce, ct) is { Count: > 0 } claimed)
        {
            var channels = (await parts.Channels.AllAsync(ct)).ToDictionary(one => one.Id, StringComparer.Ordinal);
            var windows = await parts.Incidents.WindowsAsync(clock.GetUtcNow(), ct);
            await Task.WhenAll(claimed.Select(one => OneAsync(one, channels.GetValueOrDefault(one.Channel), windows, ct)));
        }
    }

    private async Task OneAsync(Notice notice, Channel? channel, IReadOnlyList<Maintenance> windows, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var facts = NoticeText.FactsOf(notice);
        if (channel is null || (!channel.Enabled && notice.Event != NoticeEvent.Test))
        {
            await parts.Notices.EndAsync(notice with { State = NoticeState.Withheld, Said = "渠道已停用 / the channel is off" }, ct);
            return;
        }

        if (notice.Open && notice.Event != NoticeEvent.Test && windows.Any(one => one.Covers(facts.Platform, facts.Interface, now)))
        {
            await parts.Notices.EndAsync(notice with { State = NoticeState.Withheld, Said = "维护窗口内 / inside a window of maintenance" }, ct);
            return;
        }

        var answer = await parts.Sender.SendAsync(channel, notice, ct);
        now = clock.GetUtcNow();
        var wait = answer.Taken || answer.Final ? null : NoticeRules.WaitAfter(notice.Attempts, answer.RetryAfter, parts.Chance);
        await parts.Notices.EndAsync(
            notice with
            {
                State = answer.Taken ? NoticeState.Sent : wait is null ? NoticeState.Parked : NoticeState.Waiting,
                DueAt = wait is { } later ? now + later : notice.DueAt, Said = answer.Said, SentAt = answer.Taken ? now : null,
            },
            ct);
    }

    [LoggerMessage(1990, LogLevel.Warning, "Notices could not be sent; they are tried again: {Kind}: {Fault}")]
    private static partial void Failed(ILogger log, string kind, string fault);
}
