using CityOps.Schemas.Codes;
using CityOps.Store;

namespace CityOps.Hub.SignOn.People.Delegations;

/// <summary>The delegations as stored. Quotas are spent by conditional statements; no caller can spend a place twice.</summary>
internal sealed class DelegationTable(Engine engine)
{
    private const string Columns = "d.id, d.parent, d.grantee, d.quota, d.used, d.roles, d.region, d.expires_at, d.withdrawn_at, d.given_by, d.given_at";

    private const string Live = "withdrawn_at IS NULL AND (expires_at IS NULL OR expires_at > @now)";

    public Engine Engine => engine;

    /// <summary>The delegation and those above it, nearest first; empty when there is none of that id.</summary>
    public Task<IReadOnlyList<Delegation>> ChainAsync(Guid id, CancellationToken ct) =>
        engine.Sql(
            $"""
            WITH RECURSIVE chain (id, parent, level) AS (
                SELECT id, parent, 0 FROM hub_delegation WHERE id = @id
                UNION ALL
                SELECT up.id, up.parent, chain.level + 1 FROM hub_delegation up JOIN chain ON chain.parent = up.id WHERE chain.level < 16)
            SELECT {Columns} FROM chain JOIN hub_delegation d ON d.id = chain.id ORDER BY chain.level
            """)
            .With("id", Kind.Id, id).RowsAsync(Read, ct);

    /// <summary>In order of their ids; of one parent, of one grantee, or all.</summary>
    public Task<IReadOnlyList<Delegation>> PageAsync(Guid? parent, string? grantee, Guid after, int most, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_delegation d WHERE id > @after AND (@parent IS NULL OR parent = @parent) AND (@grantee IS NULL OR grantee = @grantee) ORDER BY id LIMIT @most")
            .With("after", Kind.Id, after).With("parent", Kind.Id, parent).With("grantee", Kind.Text, grantee).With("most", Kind.Whole, most).RowsAsync(Read, ct);

    /// <summary>Adds it and takes its quota out of its parent's; false when that has no such places left or has ended.</summary>
    public async Task<bool> AddAsync(Delegation one, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        if (one.Parent is { } parent && !await TakeAsync(scope, parent, one.Quota, one.GivenAt, ct))
        {
            return false;
        }

        await scope.Sql(
            """
            INSERT INTO hub_delegation (id, parent, grantee, quota, used, roles, region, expires_at, given_by, given_at)
            VALUES (@id, @parent, @grantee, @quota, 0, @roles, @region, @expires, @by, @at)
            """)
            .With("id", Kind.Id, one.Id).With("parent", Kind.Id, one.Parent).With("grantee", Kind.Text, one.Grantee).With("quota", Kind.Whole, one.Quota)
            .With("roles", Kind.Text, string.Join(' ', one.Roles)).With("region", Kind.Text, one.Region.ToString()).With("expires", Kind.Instant, one.ExpiresAt)
            .With("by", Kind.Text, one.GivenBy).With("at", Kind.Instant, one.GivenAt).RunAsync(ct);
        await scope.CommitAsync(ct);
        return true;
    }

    /// <summary>Takes places of a live delegation; false when there are not so many left.</summary>
    public static async Task<bool> TakeAsync(WriteScope scope, Guid id, int places, DateTimeOffset now, CancellationToken ct) =>
        await scope.Sql($"UPDATE hub_delegation SET used = used + @places WHERE id = @id AND used + @places <= quota AND {Live}")
            .With("id", Kind.Id, id).With("places", Kind.Whole, places).With("now", Kind.Instant, now).RunAsync(ct) == 1;

    public static Task GiveBackAsync(WriteScope scope, Guid id, int places, CancellationToken ct) =>
        scope.Sql("UPDATE hub_delegation SET used = used - @places WHERE id = @id AND used >= @places")
            .With("id", Kind.Id, id).With("places", Kind.Whole, places).RunAsync(ct);

    /// <summary>True for the one who withdraws it; from the commit on nothing under it counts.</summary>
    public async Task<bool> WithdrawAsync(Guid id, string by, DateTimeOffset now, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_delegation SET withdrawn_at = @now, withdrawn_by = @by WHERE id = @id AND withdrawn_at IS NULL")
            .With("id", Kind.Id, id).With("by", Kind.Text, by).With("now", Kind.Instant, now).RunAsync(ct) == 1;

    /// <summary>Those that have ended and whose accounts are perhaps still signed on.</summary>
    public Task<IReadOnlyList<Delegation>> EndedAsync(DateTimeOffset now, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_delegation d WHERE ended_at IS NULL AND (withdrawn_at IS NOT NULL OR expires_at <= @now) ORDER BY given_at LIMIT 100")
            .With("now", Kind.Instant, now).RowsAsync(Read, ct);

    /// <summary>All its accounts are signed off: its places go back to its parent, once.</summary>
    public async Task FinishAsync(Delegation one, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var first = await scope.Sql("UPDATE hub_delegation SET ended_at = @now WHERE id = @id AND ended_at IS NULL")
            .With("id", Kind.Id, one.Id).With("now", Kind.Instant, now).RunAsync(ct) == 1;
        if (first && one.Parent is { } parent)
        {
            await GiveBackAsync(scope, parent, one.Quota, ct);
        }

        await scope.CommitAsync(ct);
    }

    /// <summary>The accounts under it and under what was given out of it, in order of their ids.</summary>
    public Task<IReadOnlyList<Guid>> AccountsAsync(Guid id, Guid after, int most, CancellationToken ct) =>
        engine.Sql(
            """
            WITH RECURSIVE under (id, level) AS (
                SELECT id, 0 FROM hub_delegation WHERE id = @id
                UNION ALL
                SELECT down.id, under.level + 1 FROM hub_delegation down JOIN under ON down.parent = under.id WHERE under.level < 16)
            SELECT u.id FROM hub_user u JOIN under ON u.delegation = under.id WHERE u.id > @after ORDER BY u.id LIMIT @most
            """)
            .With("id", Kind.Id, id).With("after", Kind.Id, after).With("most", Kind.Whole, most).RowsAsync(row => row.Id(0), ct);

    private static Delegation Read(Row row) => new(
        row.Id(0), row.MaybeId(1), row.Text(2), (int)row.Whole(3), (int)row.Whole(4), row.Text(5).Split(' ', StringSplitOptions.RemoveEmptyEntries), RegionCode.Parse(row.Text(6)))
    {
        ExpiresAt = row.MaybeInstant(7),
        WithdrawnAt = row.MaybeInstant(8),
        GivenBy = row.Text(9),
        GivenAt = row.Instant(10),
    };
}
