using System.Buffers;
using System.Data.Common;
using System.Reflection;
using System.Text.Json;
using CityOps.Hub.Audit;
using CityOps.Hub.Audit.Verifying;
using CityOps.Hub.SignOn;
using CityOps.Store;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CityOps.Tests.SignOn.Audit;

/// <summary>What the audit log promises, on either database.</summary>
public abstract class AuditContract : StoreContract
{
    private readonly FakeClock clock = new();
    private readonly CheckpointKey key = new();

    private protected override async Task PrepareAsync() => await Migrations.ApplyAsync(Engine, Assembly.Load("CityOps.Hub"), "hub", Ct);

    private AuditTable Table => new(Engine);

    private CheckpointTable Heads => new(Engine);

    private AuditLog Log(Engine? engine = null) => new(engine ?? Engine, clock, NullLogger<AuditLog>.Instance);

    private Checkpointer Checkpointer() => new(Table, Heads, new SignOnOptions("https://hub.example", "hub"), key.Sign, clock);

    private static AuditEvent Event(string actor = "a", string action = "signon.login", params (string Name, string Value)[] facts) =>
        new(action, AuditResult.Done, "ok", actor, "subject", "192.0.2.1", "trace") { Facts = facts.ToDictionary(f => f.Name, f => f.Value) };

    private async Task WriteAsync(int count)
    {
        await using var log = Log();
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => log.WriteAsync(Event($"actor{i % 7}"), Ct)));
    }

    private async Task<List<byte[]>> ExportAsync()
    {
        var lines = new List<byte[]>();
        var heads = await Heads.AfterAsync(0, 10_000, Ct);
        foreach (var row in await Table.ReadAsync(0, 10_000, Ct))
        {
            lines.Add(Line(to => AuditFile.Write(to, row)));
            lines.AddRange(heads.Where(head => head.Size == row.Seq).Select(head => Line(to => AuditFile.Write(to, head.Signed))));
        }

        return lines;
    }

    private static byte[] Line(Action<IBufferWriter<byte>> write)
    {
        var to = new ArrayBufferWriter<byte>();
        write(to);
        return to.WrittenSpan[..^1].ToArray();
    }

    private AuditVerdict Verify(IEnumerable<byte[]> lines)
    {
        var verifier = new AuditVerifier([], key.Trusted);
        verifier.Begin();
        foreach (var line in lines)
        {
            verifier.Feed(line);
        }

        return verifier.Finish();
    }

    [Fact]
    public async Task Writers_of_several_processes_leave_one_chain_without_gaps()
    {
        await using var second = Address.StartsWith("postgres:", StringComparison.Ordinal) ? await StoreOpener.OpenAsync(Address, Ct) : null;
        await using (var a = Log())
        await using (var b = Log(second))
        {
            await Task.WhenAll(Enumerable.Range(0, 600).Select(i => (i % 2 == 0 ? a : b).WriteAsync(Event($"actor{i}"), Ct)));
        }

        await Checkpointer().RunAsync(Ct);
        var verdict = Verify(await ExportAsync());

        Assert.Equal("", string.Join('\n', verdict.Faults));
        Assert.Equal((600, 600), (verdict.Entries, verdict.Sealed));
        Assert.Equal(600, (await Table.ReadAsync(0, 1_000, Ct)).Select(row => JsonDocument.Parse(row.Body!).RootElement.GetProperty("actor").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task A_checkpoint_is_made_at_every_thousand_and_after_a_minute()
    {
        await WriteAsync(2_300);
        await Checkpointer().RunAsync(Ct);
        var first = await Heads.AfterAsync(0, 10, Ct);
        await WriteAsync(5);
        clock.Advance(TimeSpan.FromSeconds(59));
        var early = await Checkpointer().RunAsync(Ct);
        clock.Advance(TimeSpan.FromSeconds(1));
        var late = await Checkpointer().RunAsync(Ct);

        Assert.Equal([1_000, 2_000, 2_300], first.Select(head => head.Size));
        Assert.Equal((0L, 2_305L), (early, late));
        Assert.True(Verify(await ExportAsync()).Holds);
    }

    [Theory]
    [InlineData("UPDATE hub_audit SET actor = 'x'")]
    [InlineData("DELETE FROM hub_audit WHERE seq = 2")]
    [InlineData("UPDATE hub_audit_leaf SET leaf = leaf")]
    [InlineData("DELETE FROM hub_audit_leaf")]
    [InlineData("DELETE FROM hub_audit_checkpoint")]
    [InlineData("UPDATE hub_audit_checkpoint SET size = 1")]
    public async Task The_store_refuses_to_change_or_delete_entries(string sql)
    {
        await WriteAsync(3);
        await Checkpointer().RunAsync(Ct);

        await Assert.ThrowsAnyAsync<DbException>(() => Engine.Sql(sql).RunAsync(Ct));
        Assert.True(Verify(await ExportAsync()).Holds);
    }

    [Fact]
    public async Task Old_sealed_prefixes_are_deleted_and_the_rest_still_proves_itself()
    {
        await WriteAsync(1_200);
        await Checkpointer().RunAsync(Ct);
        clock.Advance(TimeSpan.FromDays(40));
        await WriteAsync(30);
        await Checkpointer().RunAsync(Ct);
        clock.Advance(TimeSpan.FromDays(160));
        await using var log = Log();
        var desk = new AuditDesk(Table, log, clock);

        Assert.False((await desk.CutAsync(5, "keeper", new("local", "t"), Ct)).TryGet(out _, out _));
        Assert.True((await desk.CutAsync(6, "keeper", new("local", "t"), Ct)).TryGet(out var upto, out _));
        clock.Advance(TimeSpan.FromMinutes(1));
        await Checkpointer().RunAsync(Ct);
        var verdict = Verify(await ExportAsync());

        Assert.Equal(1_200, upto);
        Assert.Equal("", string.Join('\n', verdict.Faults));
        Assert.Null((await Table.ReadAsync(0, 1, Ct))[0].Body);
        Assert.NotNull((await Table.ReadAsync(1_200, 1, Ct))[0].Body);
    }

    [Fact]
    public async Task An_entry_hidden_behind_its_hash_is_named_when_no_deletion_explains_it()
    {
        await WriteAsync(10);
        await Checkpointer().RunAsync(Ct);
        var lines = await ExportAsync();
        var rows = await Table.ReadAsync(0, 3, Ct);
        var hidden = rows.Select(row => Line(to => AuditFile.Write(to, row with { Body = null }))).Concat(lines.Skip(3));

        var fault = Assert.Single(Verify(hidden).Faults);
        Assert.Equal(("deleted", 1), (fault.Name, fault.Index));
    }

    [Fact]
    public async Task Readers_find_by_actor_action_subject_and_time_page_by_page()
    {
        await WriteAsync(70);
        clock.Advance(TimeSpan.FromHours(1));
        await using var log = Log();
        await log.WriteAsync(Event("actor1", "client.key.add"), Ct);

        var page = await Table.FindAsync(new AuditFilter("actor1", null, "subject", null, null), long.MaxValue, 5, Ct);
        var next = await Table.FindAsync(new AuditFilter("actor1", null, null, null, null), page[^1].Seq, 50, Ct);
        var late = await Table.FindAsync(new AuditFilter(null, "client.key.add", null, clock.GetUtcNow(), clock.GetUtcNow().AddSeconds(1)), long.MaxValue, 50, Ct);

        Assert.Equal((5, 71), (page.Count, page[0].Seq));
        Assert.Equal(6, next.Count);
        Assert.Single(late);
    }

    [Fact]
    public async Task Time_never_steps_back_in_the_log()
    {
        await WriteAsync(1);
        var behind = new FakeClock(clock.GetUtcNow().AddDays(-1));
        await using (var log = new AuditLog(Engine, behind, NullLogger<AuditLog>.Instance))
        {
            await log.WriteAsync(Event(), Ct);
        }

        Assert.True(Verify(await ExportAsync()).Holds);
    }

    [Fact]
    public async Task What_looks_like_a_secret_never_reaches_the_table()
    {
        const string canary = "CANARY-4711";
        await using (var log = Log())
        {
            await log.WriteAsync(Event($"Bearer {canary}", "x", ("password", canary), ("client_secret", canary), ("refresh_token", canary), ("note", $"eyJhbGciOi{canary}"), ("uri", $"otpauth://totp/x?secret={canary}")), Ct);
            await log.WriteAsync(Event("line\r\nforged\u001b[31m\u2028\u202e"), Ct);
        }

        var rows = await Table.ReadAsync(0, 10, Ct);
        Assert.DoesNotContain(canary, System.Text.Encoding.UTF8.GetString(rows[0].Body!), StringComparison.Ordinal);
        Assert.Equal("line\\u{d}\\u{a}forged\\u{1b}[31m\\u{2028}\\u{202e}", JsonDocument.Parse(rows[1].Body!).RootElement.GetProperty("actor").GetString());
    }

    [Fact]
    public async Task A_store_whose_end_was_cut_off_is_not_signed_for()
    {
        await WriteAsync(3);
        await Checkpointer().RunAsync(Ct);
        await Engine.Sql("UPDATE hub_audit_position SET head = 1").RunAsync(Ct);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Checkpointer().RunAsync(Ct));
    }
}

public sealed class SqliteAuditTests : AuditContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresAuditTests : AuditContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
