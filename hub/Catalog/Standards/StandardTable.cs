using System.Globalization;
using CityOps.Store;

namespace CityOps.Hub.Catalog.Standards;

/// <summary>Where published and received items of the standard are kept.</summary>
public sealed class StandardTable(Engine engine)
{
    private const string Columns = "kind, name, version, origin, effective, digest";

    /// <summary>Every item, without the texts.</summary>
    public Task<IReadOnlyList<StandardItem>> AllAsync(CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_standard ORDER BY kind, name, version").RowsAsync(Read, ct);

    /// <summary>Every item with its text; an edition is a few hundred of them at most.</summary>
    public Task<IReadOnlyList<StandardDocument>> DocumentsAsync(CancellationToken ct) =>
        engine.Sql($"SELECT {Columns}, body FROM hub_standard ORDER BY kind, name, version").RowsAsync(row => new StandardDocument(Read(row), row.Bytes(6)), ct);

    public async Task<byte[]?> BodyAsync(string digest, CancellationToken ct) =>
        (await engine.Sql("SELECT body FROM hub_standard WHERE digest = @digest").With("digest", Kind.Text, digest).RowsAsync(row => row.Bytes(0), ct)) is [var body, ..] ? body : null;

    /// <summary>Adds items; what is there already stays as it is. Answers how many were new.</summary>
    public async Task<int> AddAsync(IReadOnlyList<StandardDocument> documents, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var added = 0;
        foreach (var (item, body) in documents)
        {
            added += await scope.Sql(
                """
                INSERT INTO hub_standard (kind, name, version, origin, effective, digest, body, stored_at)
                VALUES (@kind, @name, @version, @origin, @effective, @digest, @body, @now) ON CONFLICT (kind, name, version) DO NOTHING
                """)
                .With("kind", Kind.Text, item.Kind).With("name", Kind.Text, item.Name).With("version", Kind.Text, item.Version)
                .With("origin", Kind.Text, item.Origin).With("effective", Kind.Text, item.Effective.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
                .With("digest", Kind.Text, item.Digest).With("body", Kind.Bytes, body).With("now", Kind.Instant, now)
                .RunAsync(ct);
        }

        await scope.CommitAsync(ct);
        return added;
    }

    private static StandardItem Read(Row row) => new(
        row.Text(0), row.Text(1), row.Text(2), row.Text(3), DateOnly.ParseExact(row.Text(4), "yyyy-MM-dd", CultureInfo.InvariantCulture), row.Text(5));
}
