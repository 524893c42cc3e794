using CityOps.Store;

namespace CityOps.Hub.Exchange.Log;

/// <summary>Running counts per interface since the log began.</summary>
public sealed record Tally(string Interface, long Accepted, long Duplicate, long Stale, long Rejected)
{
    public long Offered => Accepted + Duplicate + Stale + Rejected;
}

/// <summary>Counts kept in the accepting transaction, so they are true at every commit and cost no scan.</summary>
public sealed class TallyTable(Engine engine)
{
    public static async Task AddAsync(WriteScope scope, IEnumerable<Tally> tallies, CancellationToken ct)
    {
        foreach (var tally in tallies)
        {
            await scope.Sql("""
                INSERT INTO hub_tally (interface, accepted, duplicate, stale, rejected) VALUES (@interface, @accepted, @duplicate, @stale, @rejected)
                ON CONFLICT (interface) DO UPDATE SET accepted = hub_tally.accepted + excluded.accepted, duplicate = hub_tally.duplicate + excluded.duplicate,
                  stale = hub_tally.stale + excluded.stale, rejected = hub_tally.rejected + excluded.rejected
                """)
                .With("interface", Kind.Text, tally.Interface).With("accepted", Kind.Whole, tally.Accepted).With("duplicate", Kind.Whole, tally.Duplicate)
                .With("stale", Kind.Whole, tally.Stale).With("rejected", Kind.Whole, tally.Rejected)
                .RunAsync(ct);
        }
    }

    public Task<IReadOnlyList<Tally>> AllAsync(CancellationToken ct) =>
        engine.Sql("SELECT interface, accepted, duplicate, stale, rejected FROM hub_tally ORDER BY interface")
            .RowsAsync(row => new Tally(row.Text(0), row.Whole(1), row.Whole(2), row.Whole(3), row.Whole(4)), ct);
}
