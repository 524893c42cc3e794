using CityOps.Store;

namespace CityOps.Hub.Exchange.Log;

/// <summary>What one sender has brought to one interface since the log began, or in one transaction.</summary>
/// <param name="LastAt">When its newest batch came, whatever became of it.</param>
public sealed record Feed(string Interface, string Sender, long Accepted, long Duplicate, long Stale, long Rejected, DateTimeOffset LastAt)
{
    /// <summary>When a batch of it last held a record that was taken, new or known, or none at all.</summary>
    public DateTimeOffset? LastGoodAt { get; init; }

    /// <summary>The newest business time (dataTime) of its accepted records.</summary>
    public DateTimeOffset? LastDataAt { get; init; }

    public DateTimeOffset? LastRejectedAt { get; init; }

    public long Offered => Accepted + Duplicate + Stale + Rejected;
}

/// <summary>Feeds, kept in the accepting transaction, so they are true at every commit and cost no scan.</summary>
public sealed class FeedTable(Engine engine)
{
    private const string Columns = "interface, sender, accepted, duplicate, stale, rejected, last_at, last_good_at, last_data_at, last_rejected_at";
    private const int Most = 200_000;

    public static async Task AddAsync(WriteScope scope, IEnumerable<Feed> feeds, CancellationToken ct)
    {
        foreach (var feed in feeds)
        {
            await scope.Sql($"""
                INSERT INTO hub_feed ({Columns}) VALUES (@interface, @sender, @accepted, @duplicate, @stale, @rejected, @last, @good, @data, @bad)
                ON CONFLICT (interface, sender) DO UPDATE SET accepted = hub_feed.accepted + excluded.accepted, duplicate = hub_feed.duplicate + excluded.duplicate,
                  stale = hub_feed.stale + excluded.stale, rejected = hub_feed.rejected + excluded.rejected, last_at = excluded.last_at,
                  last_good_at = COALESCE(excluded.last_good_at, hub_feed.last_good_at), last_rejected_at = COALESCE(excluded.last_rejected_at, hub_feed.last_rejected_at),
                  last_data_at = CASE WHEN excluded.last_data_at IS NULL OR hub_feed.last_data_at > excluded.last_data_at THEN hub_feed.last_data_at ELSE excluded.last_data_at END
                """)
                .With("interface", Kind.Text, feed.Interface).With("sender", Kind.Text, feed.Sender).With("accepted", Kind.Whole, feed.Accepted).With("duplicate", Kind.Whole, feed.Duplicate)
                .With("stale", Kind.Whole, feed.Stale).With("rejected", Kind.Whole, feed.Rejected).With("last", Kind.Instant, feed.LastAt).With("good", Kind.Instant, feed.LastGoodAt)
                .With("data", Kind.Instant, feed.LastDataAt).With("bad", Kind.Instant, feed.LastRejectedAt)
                .RunAsync(ct);
        }
    }

    public Task<IReadOnlyList<Feed>> AllAsync(CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_feed ORDER BY interface, sender LIMIT {Most}").RowsAsync(Read, ct);

    public Task<IReadOnlyList<Feed>> OfInterfaceAsync(string service, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_feed WHERE interface = @interface ORDER BY sender LIMIT 1000").With("interface", Kind.Text, service).RowsAsync(Read, ct);

    public Task<IReadOnlyList<Feed>> OfSenderAsync(string sender, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_feed WHERE sender = @sender ORDER BY interface LIMIT 1000").With("sender", Kind.Text, sender).RowsAsync(Read, ct);

    private static Feed Read(Row row) => new(row.Text(0), row.Text(1), row.Whole(2), row.Whole(3), row.Whole(4), row.Whole(5), row.Instant(6))
    {
        LastGoodAt = row.MaybeInstant(7),
        LastDataAt = row.MaybeInstant(8),
        LastRejectedAt = row.MaybeInstant(9),
    };
}
