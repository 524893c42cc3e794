using System.Text.Json;
using CityOps.Store;

namespace CityOps.Hub.Onboarding.Beats;

/// <summary>The newest heartbeat of each platform; no history.</summary>
internal sealed class HeartbeatTable(Engine engine)
{
    private const int Most = 20_000;

    public Task WriteAsync(HeardBeat one, CancellationToken ct) => engine.Sql(
        """
        INSERT INTO hub_heartbeat (platform, at, received_at, skew_ms, body) VALUES (@platform, @at, @received, @skew, @body)
        ON CONFLICT (platform) DO UPDATE SET at = excluded.at, received_at = excluded.received_at, skew_ms = excluded.skew_ms, body = excluded.body
        """)
        .With("platform", Kind.Text, one.Platform).With("at", Kind.Instant, one.Beat.At).With("received", Kind.Instant, one.ReceivedAt).With("skew", Kind.Whole, one.SkewMillis)
        .With("body", Kind.Text, JsonSerializer.Serialize(one.Beat)).RunAsync(ct);

    public Task<IReadOnlyList<HeardBeat>> AllAsync(CancellationToken ct) =>
        engine.Sql($"SELECT platform, received_at, skew_ms, body FROM hub_heartbeat ORDER BY platform LIMIT {Most}").RowsAsync(Read, ct);

    public Task<HeardBeat?> FindAsync(string platform, CancellationToken ct) =>
        engine.Sql("SELECT platform, received_at, skew_ms, body FROM hub_heartbeat WHERE platform = @platform").With("platform", Kind.Text, platform).FirstAsync<HeardBeat?>(Read, ct);

    private static HeardBeat Read(Row row) => new(row.Text(0), row.Instant(1), row.Whole(2), JsonSerializer.Deserialize<Heartbeat>(row.Text(3))!);
}
