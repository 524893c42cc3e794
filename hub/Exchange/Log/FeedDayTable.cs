using CityOps.Store;

namespace CityOps.Hub.Exchange.Log;

/// <summary>What one sender brought to one interface on one day in China, or in one transaction of it.</summary>
/// <param name="InTime">Of the accepted, those that came before they were late (domain.md 4.7).</param>
/// <param name="Slot">The newest period of the day in which something good came; <see cref="NoSlot"/> where none did.</param>
/// <param name="FirstAt">When the first of it came.</param>
public sealed record FeedDay(string Day, string Interface, string Sender, long Accepted, long Duplicate, long Stale, long Rejected, long InTime, long Slot, DateTimeOffset FirstAt)
{
    public const long NoSlot = -1;

    /// <summary>In how many periods something good came.</summary>
    public long Slots { get; init; } = Slot == NoSlot ? 0 : 1;

    public long Offered => Accepted + Duplicate + Stale + Rejected;
}

/// <summary>Days of feeds, counted in the accepting transaction: completeness and timeliness cost no scan of the log.</summary>
public static class FeedDayTable
{
    private const string Columns = "day, interface, sender, accepted, duplicate, stale, rejected, in_time, slots, last_slot, first_at";
    private const int Most = 200_000;

    public static async Task AddAsync(WriteScope scope, IEnumerable<FeedDay> days, CancellationToken ct)
    {
        foreach (var one in days)
        {
            await scope.Sql($"""
                INSERT INTO hub_feed_day ({Columns}) VALUES (@day, @interface, @sender, @accepted, @duplicate, @stale, @rejected, @in_time, @slots, @slot, @first)
                ON CONFLICT (day, interface, sender) DO UPDATE SET accepted = hub_feed_day.accepted + excluded.accepted, duplicate = hub_feed_day.duplicate + excluded.duplicate,
                  stale = hub_feed_day.stale + excluded.stale, rejected = hub_feed_day.rejected + excluded.rejected, in_time = hub_feed_day.in_time + excluded.in_time,
                  slots = hub_feed_day.slots + CASE WHEN excluded.last_slot > hub_feed_day.last_slot THEN 1 ELSE 0 END,
                  last_slot = CASE WHEN excluded.last_slot > hub_feed_day.last_slot THEN excluded.last_slot ELSE hub_feed_day.last_slot END
                """)
                .With("day", Kind.Text, one.Day).With("interface", Kind.Text, one.Interface).With("sender", Kind.Text, one.Sender).With("accepted", Kind.Whole, one.Accepted).With("duplicate", Kind.Whole, one.Duplicate)
                .With("stale", Kind.Whole, one.Stale).With("rejected", Kind.Whole, one.Rejected).With("in_time", Kind.Whole, one.InTime).With("slots", Kind.Whole, one.Slot == FeedDay.NoSlot ? 0 : 1)
                .With("slot", Kind.Whole, one.Slot).With("first", Kind.Instant, one.FirstAt).RunAsync(ct);
        }
    }

    public static Task<IReadOnlyList<FeedDay>> OfAsync(Engine engine, string day, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_feed_day WHERE day = @day ORDER BY interface, sender LIMIT {Most}").With("day", Kind.Text, day).RowsAsync(
            row => new FeedDay(row.Text(0), row.Text(1), row.Text(2), row.Whole(3), row.Whole(4), row.Whole(5), row.Whole(6), row.Whole(7), row.Whole(9), row.Instant(10)) { Slots = row.Whole(8) }, ct);
}
