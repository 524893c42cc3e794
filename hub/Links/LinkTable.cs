using CityOps.Store;

namespace CityOps.Hub.Links;

/// <summary>A record the other side refused, set aside so that other keys flow.</summary>
public sealed record LinkParked(string RecordId, long Position, long Rev, string Code, string Reason);

/// <summary>Positions and parked records of links, in the store of the side that runs them (a hub's or a node's).</summary>
/// <param name="side">Whose flows these are, <c>hub</c> or <c>node</c>: both may keep their rows in one store, under flows of one name.</param>
public sealed class LinkTable(Engine engine, TimeProvider clock, string side)
{
    public async Task<FlowPosition> WhereAsync(string flow, CancellationToken ct)
    {
        var rows = await engine.Sql("SELECT log, position FROM link_position WHERE flow = @flow").With("flow", Kind.Text, Mine(flow))
            .RowsAsync(row => new FlowPosition(row.Text(0), row.Whole(1)), ct);
        return rows.Count == 0 ? new FlowPosition("", 0) : rows[0];
    }

    public async Task MoveAsync(string flow, FlowPosition to, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        await MoveAsync(scope, flow, to, ct);
        await scope.CommitAsync(ct);
    }

    public Task MoveAsync(WriteScope scope, string flow, FlowPosition to, CancellationToken ct) =>
        scope.Sql("""
            INSERT INTO link_position (flow, log, position, moved_at) VALUES (@flow, @log, @position, @at)
            ON CONFLICT (flow) DO UPDATE SET log = excluded.log, position = excluded.position, moved_at = excluded.moved_at
            """)
            .With("flow", Kind.Text, Mine(flow)).With("log", Kind.Text, to.Log).With("position", Kind.Whole, to.Position).With("at", Kind.Instant, clock.GetUtcNow())
            .RunAsync(ct);

    /// <summary>One step of sending: the new position, what was refused, and which parked records a newer revision has settled.</summary>
    public async Task SentAsync(string flow, long position, IReadOnlyList<LinkParked> refused, IReadOnlyCollection<string> taken, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        await MoveAsync(scope, flow, new FlowPosition("", position), ct);
        if (taken.Count > 0)
        {
            await scope.Sql($"DELETE FROM link_parked WHERE flow = @flow AND {engine.AnyOf("record_id", "taken")}")
                .With("flow", Kind.Text, Mine(flow)).With("taken", Kind.TextList, taken)
                .RunAsync(ct);
        }

        foreach (var parked in refused)
        {
            await ParkAsync(scope, flow, parked, ct);
        }

        Fail.At("link.before-position");
        await scope.CommitAsync(ct);
    }

    public async Task<long> ParkedAsync(string flow, CancellationToken ct) =>
        await engine.Sql("SELECT count(*) FROM link_parked WHERE flow = @flow").With("flow", Kind.Text, Mine(flow)).ScalarAsync<long>(ct);

    /// <summary>Where all flows of this side stand.</summary>
    public async Task<Dictionary<string, FlowPosition>> PositionsAsync(CancellationToken ct)
    {
        var rows = await engine.Sql("SELECT flow, log, position FROM link_position").RowsAsync(row => (Flow: row.Text(0), At: new FlowPosition(row.Text(1), row.Whole(2))), ct);
        return rows.Where(row => row.Flow.StartsWith(Mine(""), StringComparison.Ordinal)).ToDictionary(row => row.Flow[Mine("").Length..], row => row.At, StringComparer.Ordinal);
    }

    /// <summary>How many records of each flow of this side are parked; flows with none are not named.</summary>
    public async Task<Dictionary<string, long>> ParkedCountsAsync(CancellationToken ct)
    {
        var rows = await engine.Sql("SELECT flow, count(*) FROM link_parked GROUP BY flow").RowsAsync(row => (Flow: row.Text(0), Count: row.Whole(1)), ct);
        return rows.Where(row => row.Flow.StartsWith(Mine(""), StringComparison.Ordinal)).ToDictionary(row => row.Flow[Mine("").Length..], row => row.Count, StringComparer.Ordinal);
    }

    private string Mine(string flow) => $"{side} {flow}";

    private Task ParkAsync(WriteScope scope, string flow, LinkParked parked, CancellationToken ct) =>
        scope.Sql("""
            INSERT INTO link_parked (flow, record_id, position, rev, code, reason, parked_at) VALUES (@flow, @record, @position, @rev, @code, @reason, @at)
            ON CONFLICT (flow, record_id) DO UPDATE SET position = excluded.position, rev = excluded.rev, code = excluded.code,
              reason = excluded.reason, parked_at = excluded.parked_at
            """)
            .With("flow", Kind.Text, Mine(flow)).With("record", Kind.Text, parked.RecordId).With("position", Kind.Whole, parked.Position)
            .With("rev", Kind.Whole, parked.Rev).With("code", Kind.Text, parked.Code).With("reason", Kind.Text, parked.Reason)
            .With("at", Kind.Instant, clock.GetUtcNow())
            .RunAsync(ct);
}
