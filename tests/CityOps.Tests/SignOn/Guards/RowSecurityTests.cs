using System.Data.Common;
using System.Reflection;
using CityOps.Store;
using CityOps.Tests.Stores;
using Xunit;

namespace CityOps.Tests.SignOn.Guards;

/// <summary>The database itself keeps subscribers apart, also when a statement forgets to (security.md 9.1). PostgreSQL only.</summary>
public sealed class RowSecurityTests : StoreContract
{
    private const int Tenants = 20;
    private const int Rows = 25;

    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();

    private protected override async Task PrepareAsync() => await FillAsync(Engine);

    private static RowReader Reader(int tenant) => new($"B{tenant}.I{tenant}", $"B{tenant}", [$"I{tenant}.v1.up"]);

    private static async Task FillAsync(Engine engine)
    {
        await Migrations.ApplyAsync(engine, Assembly.Load("CityOps.Hub"), "hub", Ct);
        await using var scope = await engine.BeginWriteAsync(Ct);
        var shape = new TableShape(
            "hub_log",
            [new("position", Kind.Whole), new("interface", Kind.Text), new("record_key", Kind.Text), new("rev", Kind.Whole), new("regions", Kind.Text), new("accepted_at", Kind.Instant), new("body", Kind.Bytes)],
            ["position"]);
        object?[] Row(int i) => [(long)i + 1, $"I{i % Tenants}.v1.up", $"k{i}", 1L, "340100", DateTimeOffset.UnixEpoch, new byte[] { 1 }];
        await engine.AppendAsync(scope.Transaction, shape, [.. Enumerable.Range(0, Tenants * Rows).Select(Row)], Ct);
        for (var tenant = 0; tenant < Tenants; tenant++)
        {
            await scope.Sql("INSERT INTO hub_head (record_key, dataset, owner, rev, digest, position) VALUES (@k, @d, 'o', 1, @b, 1)")
                .With("k", Kind.Text, $"I{tenant} x").With("d", Kind.Text, $"I{tenant}").With("b", Kind.Bytes, new byte[] { 1 }).RunAsync(Ct);
            await scope.Sql("INSERT INTO hub_quarantine (id, sender, interface, batch_id, record_index, received_at, problems, body) VALUES (@id, @s, 'i', 'b', 0, @at, @b, @b)")
                .With("id", Kind.Id, Guid.CreateVersion7()).With("s", Kind.Text, $"B{tenant}").With("at", Kind.Instant, DateTimeOffset.UnixEpoch).With("b", Kind.Bytes, new byte[] { 1 }).RunAsync(Ct);
            await scope.Sql("INSERT INTO hub_parked (subscription, record_key, position, reason, released, parked_at) VALUES (@s, 'k', 1, 'r', false, @at)")
                .With("s", Kind.Text, Reader(tenant).Subscription).With("at", Kind.Instant, DateTimeOffset.UnixEpoch).RunAsync(Ct);
        }

        await scope.CommitAsync(Ct);
    }

    private Task<IReadOnlyList<string>> SeenAsync(string sql, RowReader reader) => Engine.Sql(sql).For(reader).RowsAsync(row => row.Text(0), Ct);

    [Fact]
    public async Task A_statement_without_any_condition_still_sees_the_own_rows_only()
    {
        Assert.True(await RowSecurity.ArmAsync(Engine, Ct));

        Assert.Equal(Enumerable.Repeat("I3.v1.up", Rows), await SeenAsync("SELECT interface FROM hub_log", Reader(3)));
        Assert.Equal(["I3"], await SeenAsync("SELECT dataset FROM hub_head", Reader(3)));
        Assert.Equal(["B3"], await SeenAsync("SELECT sender FROM hub_quarantine", Reader(3)));
        Assert.Equal([Reader(3).Subscription], await SeenAsync("SELECT subscription FROM hub_parked", Reader(3)));
        Assert.Empty(await SeenAsync("SELECT interface FROM hub_log WHERE interface = 'I4.v1.up'", Reader(3)));
        Assert.Empty(await SeenAsync("SELECT interface FROM hub_log", Reader(3) with { Interfaces = [] }));
        Assert.Empty(await SeenAsync("SELECT interface FROM hub_log", Reader(3) with { Interfaces = ["%", "I", "I3"] }));
    }

    [Fact]
    public async Task The_reading_role_may_neither_write_nor_see_other_tables()
    {
        await RowSecurity.ArmAsync(Engine, Ct);
        foreach (var sql in (string[])["DELETE FROM hub_log RETURNING interface", "UPDATE hub_log SET regions = '' RETURNING interface", "SELECT kid FROM hub_signing_key", "SELECT login FROM hub_user", "SELECT actor FROM hub_audit", "SELECT id FROM hub_client"])
        {
            await Assert.ThrowsAnyAsync<DbException>(() => SeenAsync(sql, Reader(1)));
        }
    }

    [Fact]
    public async Task Pooled_connections_in_random_order_leak_no_row_to_another()
    {
        await RowSecurity.ArmAsync(Engine, Ct);
        var (leaks, calls, seed) = (0, 0, 4711);
        var until = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, 100_000), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            if (TimeProvider.System.GetElapsedTime(until) > TimeSpan.FromSeconds(20))
            {
                return;
            }

            var tenant = new Random(seed + i).Next(Tenants);
            var seen = i % 7 == 0
                ? await Engine.Sql("SELECT count(*)::text FROM hub_log").RowsAsync(row => row.Text(0), Ct) // the connection's own user in between
                : await SeenAsync("SELECT interface FROM hub_log ORDER BY position LIMIT 30", Reader(tenant));
            Interlocked.Increment(ref calls);
            if (i % 7 == 0 ? seen[0] != $"{Tenants * Rows}" : seen.Count != Rows || seen.Any(name => name != $"I{tenant}.v1.up"))
            {
                Interlocked.Increment(ref leaks);
            }
        });

        Assert.Equal(0, leaks);
        Assert.True(calls > 500, $"{calls} calls");
    }

    [Fact]
    public async Task A_user_who_may_not_make_roles_runs_on_and_is_told()
    {
        await Engine.Sql("CREATE ROLE plain_user LOGIN PASSWORD 'x'").RunAsync(Ct);
        await Engine.Sql("DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO plain_user', current_database()); END $$").RunAsync(Ct);
        await Engine.Sql("CREATE SCHEMA own AUTHORIZATION plain_user").RunAsync(Ct);
        var settings = new DbConnectionStringBuilder { ConnectionString = Address["postgres:".Length..], ["Username"] = "plain_user", ["Password"] = "x", ["Search Path"] = "own" };
        await using var plain = await StoreOpener.OpenAsync("postgres:" + settings.ConnectionString, Ct);

        await FillAsync(plain); // COPY and all

        Assert.False(await RowSecurity.ArmAsync(plain, Ct));
        Assert.Equal(Tenants * Rows, (await plain.Sql("SELECT interface FROM hub_log").For(Reader(1)).RowsAsync(row => row.Text(0), Ct)).Count);
    }
}
