using CityOps.Store;

namespace CityOps.Hub.Status.Health;

/// <summary>Seconds of each colour on one day.</summary>
public sealed record HealthDay(string Day, string Interface, long Green, long Yellow, long Red, long Unknown, long Maintenance);

/// <summary>Days of health, and which subscriptions let records wait.</summary>
internal sealed class HealthTable(Engine engine)
{
    private static readonly TableShape Shape = new(
        "hub_health_day",
        [new("day", Kind.Text), new("interface", Kind.Text), new("green", Kind.Whole), new("yellow", Kind.Whole), new("red", Kind.Whole), new("unknown", Kind.Whole), new("maintenance", Kind.Whole)],
        ["interface", "day"]);

    public Task<IReadOnlyList<HealthDay>> DaysAsync(string service, string from, CancellationToken ct) =>
        engine.Sql("SELECT day, interface, green, yellow, red, unknown, maintenance FROM hub_health_day WHERE interface = @interface AND day >= @from ORDER BY day LIMIT 400")
            .With("interface", Kind.Text, service).With("from", Kind.Text, from).RowsAsync(Read, ct);

    /// <summary>Adds to the days; only the process that has the watch calls this.</summary>
    public async Task AddAsync(IReadOnlyList<HealthDay> more, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var today = more.Select(one => one.Day).Distinct().ToList();
        var stored = (await scope.Sql($"SELECT day, interface, green, yellow, red, unknown, maintenance FROM hub_health_day WHERE {engine.AnyOf("day", "days")}").With("days", Kind.TextList, today).RowsAsync(Read, ct))
            .ToDictionary(one => (one.Day, one.Interface));
        var sums = more.Select(one => stored.TryGetValue((one.Day, one.Interface), out var before)
            ? new HealthDay(one.Day, one.Interface, before.Green + one.Green, before.Yellow + one.Yellow, before.Red + one.Red, before.Unknown + one.Unknown, before.Maintenance + one.Maintenance)
            : one).ToList();
        await scope.Sql($"DELETE FROM hub_health_day WHERE {engine.AnyOf("day", "days")}").With("days", Kind.TextList, today).RunAsync(ct);
        var all = sums.Concat(stored.Values.Where(before => !more.Any(one => (one.Day, one.Interface) == (before.Day, before.Interface)))).ToList();
        await engine.AppendAsync(scope.Transaction, Shape, [.. all.Select(one => (object?[])[one.Day, one.Interface, one.Green, one.Yellow, one.Red, one.Unknown, one.Maintenance])], ct);
        await scope.CommitAsync(ct);
    }

    /// <summary>When the oldest record of an interface behind a position was accepted; null when none is there.</summary>
    public Task<DateTimeOffset?> OldestAfterAsync(string service, long position, CancellationToken ct) =>
        engine.Sql("SELECT accepted_at FROM hub_log WHERE interface = @interface AND position > @position ORDER BY position LIMIT 1")
            .With("interface", Kind.Text, service).With("position", Kind.Whole, position).FirstAsync<DateTimeOffset?>(row => row.Instant(0), ct);

    private static HealthDay Read(Row row) => new(row.Text(0), row.Text(1), row.Whole(2), row.Whole(3), row.Whole(4), row.Whole(5), row.Whole(6));
}
