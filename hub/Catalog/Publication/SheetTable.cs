using System.Globalization;
using CityOps.Store;

namespace CityOps.Hub.Catalog.Publication;

/// <summary>Sheets of interfaces. Every change raises one version in the same transaction.</summary>
internal sealed class SheetTable(Engine engine)
{
    private const string Columns = "code, rev, state, sunset, successor, reason, owner, contact, basis, fresh_seconds, latency_ms, completeness, availability, changed_by, changed_at";

    public Task<long> VersionAsync(CancellationToken ct) => engine.Sql("SELECT version FROM hub_interface_version WHERE id = 1").ScalarAsync<long>(ct);

    public Task<IReadOnlyList<InterfaceSheet>> AllAsync(CancellationToken ct) => engine.Sql($"SELECT {Columns} FROM hub_interface ORDER BY code LIMIT 20000").RowsAsync(Read, ct);

    /// <summary>False when it was changed since its revision.</summary>
    public async Task<bool> WriteAsync(InterfaceSheet one, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var written = await scope.Sql(
            $"""
            INSERT INTO hub_interface ({Columns}) VALUES
            (@code, 1, @state, @sunset, @successor, @reason, @owner, @contact, @basis, @fresh, @latency, @completeness, @availability, @by, @at)
            ON CONFLICT (code) DO UPDATE SET rev = hub_interface.rev + 1, state = excluded.state, sunset = excluded.sunset, successor = excluded.successor, reason = excluded.reason, owner = excluded.owner,
              contact = excluded.contact, basis = excluded.basis, fresh_seconds = excluded.fresh_seconds, latency_ms = excluded.latency_ms, completeness = excluded.completeness,
              availability = excluded.availability, changed_by = excluded.changed_by, changed_at = excluded.changed_at
            WHERE hub_interface.rev = @rev
            """)
            .With("code", Kind.Text, one.Code).With("rev", Kind.Whole, one.Rev).With("state", Kind.Text, one.State.ToString()).With("sunset", Kind.Text, one.Sunset?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .With("successor", Kind.Text, one.Successor).With("reason", Kind.Text, one.Reason).With("owner", Kind.Text, one.Owner).With("contact", Kind.Text, one.Contact).With("basis", Kind.Text, one.Basis)
            .With("fresh", Kind.Whole, (long?)one.FreshSeconds).With("latency", Kind.Whole, (long?)one.LatencyMillis).With("completeness", Kind.Whole, (long?)one.Completeness)
            .With("availability", Kind.Text, one.Availability).With("by", Kind.Text, one.ChangedBy).With("at", Kind.Instant, one.ChangedAt).RunAsync(ct);
        if (written == 0)
        {
            return false;
        }

        await scope.Sql("UPDATE hub_interface_version SET version = version + 1 WHERE id = 1").RunAsync(ct);
        await scope.CommitAsync(ct);
        return true;
    }

    private static InterfaceSheet Read(Row row) => new(row.Text(0), row.Whole(1), Enum.Parse<PublicationState>(row.Text(2)))
    {
        Sunset = row.MaybeText(3) is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
        Successor = row.MaybeText(4),
        Reason = row.MaybeText(5),
        Owner = row.Text(6),
        Contact = row.Text(7),
        Basis = row.Text(8),
        FreshSeconds = (int?)row.MaybeWhole(9),
        LatencyMillis = (int?)row.MaybeWhole(10),
        Completeness = (int?)row.MaybeWhole(11),
        Availability = row.Text(12),
        ChangedBy = row.Text(13),
        ChangedAt = row.Instant(14),
    };
}
