using CityOps.Hub.Status.Health;
using CityOps.Hub.Status.Incidents;

namespace CityOps.Hub.Status.Notices;

/// <summary>From a change of an incident to what a channel is told, and when. Pure.</summary>
internal static class NoticeRules
{
    /// <summary>抖动抑制: what opens and heals within this time is told at its end, once, with the count.</summary>
    public static readonly TimeSpan Damp = TimeSpan.FromMinutes(5);

    /// <summary>So often a notice is tried, over about a day; then a person decides.</summary>
    public const int MostAttempts = 12;

    private const int DayMinutes = 24 * 60;
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    private static readonly TimeSpan[] Ladder =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8), TimeSpan.FromHours(8),
    ];

    public static bool Takes(Channel channel, NoticeChange change)
    {
        var found = change.Incident.Found;
        var asked = change.Event is NoticeEvent.Planned ? NoticeEvent.Healed : change.Event;
        return channel.Enabled && channel.Events.Contains(asked) && found.Severity >= channel.Severity && (channel.Kinds.Count == 0 || channel.Kinds.Contains(found.Kind))
            && (channel.Platform is null || channel.Platform == found.Platform || channel.Platform == found.Owner);
    }

    /// <summary>What is written for a channel; null where it is told nothing.</summary>
    /// <param name="last">What this channel was told newest of the same illness.</param>
    /// <param name="make">Gives a new one its id and facts.</param>
    public static Notice? Fold(Channel channel, NoticeChange change, Notice? last, DateTimeOffset now, Func<NoticeChange, Notice> make)
    {
        var made = make(change) with { State = NoticeState.Waiting, MadeAt = now, Occurrences = 1, Open = change.Event is not (NoticeEvent.Healed or NoticeEvent.Planned) };
        var damped = last is { State: NoticeState.Waiting, Event: NoticeEvent.Healed or NoticeEvent.Flapping } && last.DueAt > now;
        switch (change.Event)
        {
            case NoticeEvent.Opened when damped:
                return again(last!) with { Event = NoticeEvent.Flapping, What = "flapping", Occurrences = last!.Occurrences + 1 };
            case NoticeEvent.Opened when !Takes(channel, change):
                return null;
            case NoticeEvent.Opened when last is not null && now < last.EndsAt:
                return made with
                {
                    Event = NoticeEvent.Flapping, What = "flapping", Occurrences = last.Event == NoticeEvent.Opened ? last.Occurrences + 1 : 1, DueAt = Quiet(channel, change, last.EndsAt), EndsAt = last.EndsAt + Damp,
                };
            case NoticeEvent.Healed when damped && last!.Event == NoticeEvent.Flapping:
                return again(last);
            case NoticeEvent.Healed or NoticeEvent.Planned when last is not { Open: true } || !Takes(channel, change):
                return null;
            case NoticeEvent.Healed:
                var due = last!.EndsAt > now && last.Event is NoticeEvent.Opened or NoticeEvent.Flapping ? last.EndsAt : now;
                return made with { DueAt = Quiet(channel, change, due), EndsAt = due, Occurrences = last.Occurrences };
            default:
                return Takes(channel, change) ? made with { DueAt = Quiet(channel, change, now), EndsAt = now + Damp } : null;
        }

        // The one that waits goes on waiting, and says what is so now.
        Notice again(Notice before) => made with { Id = before.Id, Event = before.Event, What = before.What, Occurrences = before.Occurrences, DueAt = before.DueAt, EndsAt = before.DueAt + Damp, MadeAt = before.MadeAt };
    }

    /// <summary>How long after so many attempts the next one is made; null where it is set aside.</summary>
    public static TimeSpan? WaitAfter(long attempts, TimeSpan? asked, Random chance) =>
        attempts >= MostAttempts ? null
        : Ladder[Math.Min(attempts, Ladder.Length) - 1] * (1 + (chance.NextDouble() / 5)) is var wait && asked > wait ? asked
        : wait;

    /// <summary>升级: the level an incident has after so long without anybody at it.</summary>
    public static long LevelOf(Incident one, EscalationOptions options, DateTimeOffset now)
    {
        var minutes = one.Found.Severity == Light.Red ? options.RedMinutes : one.Found.Severity == Light.Yellow ? options.YellowMinutes : 0;
        return one.AcknowledgedBy is not null || minutes == 0 ? one.Level : Math.Max(one.Level, Math.Min(options.Levels, (long)((now - one.FoundAt).TotalMinutes / minutes)));
    }

    // 免打扰: what is not severe waits until the quiet hours are over.
    private static DateTimeOffset Quiet(Channel channel, NoticeChange change, DateTimeOffset due)
    {
        if (change.Incident.Found.Severity >= Light.Red || channel is not { QuietFrom: { } from, QuietTo: { } to } || from == to)
        {
            return due;
        }

        var minute = (int)due.ToOffset(China).TimeOfDay.TotalMinutes;
        var inside = from < to ? minute >= from && minute < to : minute >= from || minute < to;
        return inside ? due.AddMinutes((to - minute + DayMinutes) % DayMinutes) : due;
    }
}
