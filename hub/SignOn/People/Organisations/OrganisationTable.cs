using CityOps.Schemas.Codes;
using CityOps.Store;

namespace CityOps.Hub.SignOn.People.Organisations;

/// <summary>The tree of organisations as stored.</summary>
internal sealed class OrganisationTable(Engine engine)
{
    private const string Columns = "id, parent, path, name, kind, region, credit_code";

    public Task<Organisation?> FindAsync(string id, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_organisation WHERE id = @id").With("id", Kind.Text, id).FirstAsync(Read, ct);

    /// <summary>Of the tree under one organisation, or of all; those whose id or name holds the text; in order of their ids.</summary>
    public Task<IReadOnlyList<Organisation>> PageAsync(string? under, string? text, string after, int most, CancellationToken ct) =>
        engine.Sql(
            $"""
            SELECT {Columns} FROM hub_organisation
            WHERE id > @after AND (@under IS NULL OR path = @under OR substr(path, 1, length(@under) + 1) = @under || '/')
              AND (@text IS NULL OR id LIKE @text ESCAPE '!' OR name LIKE @text ESCAPE '!')
            ORDER BY id LIMIT @most
            """)
            .With("after", Kind.Text, after).With("under", Kind.Text, under).With("text", Kind.Text, UserTable.Holding(text)).With("most", Kind.Whole, most).RowsAsync(Read, ct);

    /// <summary>False when the id is taken, or its parent has gone meanwhile.</summary>
    public async Task<bool> AddAsync(Organisation one, DateTimeOffset now, CancellationToken ct) =>
        await engine.Sql(
            """
            INSERT INTO hub_organisation (id, parent, path, name, kind, region, credit_code, created_at)
            SELECT @id, @parent, @path, @name, @kind, @region, @credit, @now
            WHERE @parent IS NULL OR EXISTS (SELECT 1 FROM hub_organisation WHERE id = @parent)
            ON CONFLICT (id) DO NOTHING
            """)
            .With("id", Kind.Text, one.Id).With("parent", Kind.Text, one.Parent).With("path", Kind.Text, one.Path).With("name", Kind.Text, one.Name)
            .With("kind", Kind.Text, one.Kind).With("region", Kind.Text, one.Region.ToString()).With("credit", Kind.Text, one.CreditCode).With("now", Kind.Instant, now)
            .RunAsync(ct) == 1;

    public async Task<bool> RenameAsync(string id, string name, string kind, string? creditCode, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_organisation SET name = @name, kind = @kind, credit_code = @credit WHERE id = @id")
            .With("id", Kind.Text, id).With("name", Kind.Text, name).With("kind", Kind.Text, kind).With("credit", Kind.Text, creditCode).RunAsync(ct) == 1;

    private static Organisation Read(Row row) => new(
        row.Text(0), row.MaybeText(1), row.Text(2), row.Text(3), row.Text(4), RegionCode.Parse(row.Text(5)), row.MaybeText(6));
}
