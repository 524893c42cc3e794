using CityOps.Hub.Status.Health;
using CityOps.Hub.Status.Notices;
using CityOps.Store;

namespace CityOps.Hub.Status.Incidents;

/// <summary>
/// Keeps incidents by what each look finds: opens, sees again, raises what nobody takes on, closes; and writes with each of
/// these who is told. Only the process that has the watch keeps them.
/// </summary>
internal sealed class IncidentKeeper(IncidentTable table, NoticePlan notices, EscalationOptions escalation, IdMaker ids)
{
    /// <summary>An illness has to be gone for two looks before it is over: it would flicker otherwise.</summary>
    private const int LooksBeforeClosing = 2;

    private readonly string holder = ids.Next().ToString("N");
    private readonly Dictionary<string, int> missed = new(StringComparer.Ordinal);
    private volatile bool holds;

    /// <summary>Whether this process has the watch, as of its newest look.</summary>
    public bool Holds => holds;

    /// <summary>Takes the watch, or keeps it; false while another process has it.</summary>
    public async Task<bool> HoldAsync(DateTimeOffset now, TimeSpan life, CancellationToken ct) => holds = await table.HoldWatchAsync(holder, now, life, ct);

    public async Task LetGoAsync(CancellationToken ct)
    {
        holds = false;
        await table.LetGoWatchAsync(holder, ct);
    }

    public async Task RecordAsync(HealthView view, CancellationToken ct)
    {
        var now = view.Facts.Now;
        var open = (await table.OpenAsync(ct)).ToDictionary(one => one.Found.Mark, StringComparer.Ordinal);
        var found = view.Findings.GroupBy(one => one.Mark).ToDictionary(all => all.Key, all => all.First(), StringComparer.Ordinal);
        var opened = found.Where(one => !open.ContainsKey(one.Key)).Select(one => new Incident(ids.Next().ToString("N"), one.Value, one.Value.Since ?? now, now)).ToList();
        var seen = open.Where(one => found.ContainsKey(one.Key)).Select(one => Seen(one.Value with { Found = found[one.Key], SeenAt = now }, now)).ToList();
        var closed = open.Values.Where(one => IsOver(one.Found.Mark, found)).ToList();
        if (opened.Count + seen.Count + closed.Count == 0)
        {
            return;
        }

        List<NoticeChange> changes =
        [
            .. opened.Select(one => new NoticeChange(NoticeEvent.Opened, one)),
            .. seen.Where(one => one.Found.Severity > open[one.Found.Mark].Found.Severity).Select(one => new NoticeChange(NoticeEvent.Worsened, one)),
            .. seen.Where(one => one.Level > open[one.Found.Mark].Level).Select(one => new NoticeChange(NoticeEvent.Escalated, one)),
            .. closed.Select(one => new NoticeChange(view.Facts.InWindow(one.Found.Platform, one.Found.Interface) ? NoticeEvent.Planned : NoticeEvent.Healed, one with { ClosedAt = now })),
        ];
        await table.WriteAsync(opened, seen, [.. closed.Select(one => one.Id)], now, scope => notices.WriteAsync(scope, changes, now, ct), ct);
    }

    private Incident Seen(Incident one, DateTimeOffset now) => one with { Level = NoticeRules.LevelOf(one, escalation, now) };

    private bool IsOver(string mark, Dictionary<string, Finding> found)
    {
        missed[mark] = found.ContainsKey(mark) ? 0 : missed.GetValueOrDefault(mark) + 1;
        return missed[mark] >= LooksBeforeClosing && missed.Remove(mark);
    }
}
