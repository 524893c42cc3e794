using System.Reflection;
using System.Text.Json;
using CityOps.Hub.Audit;
using CityOps.Hub.Audit.Reading;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.People;
using CityOps.Store;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CityOps.Tests.SignOn.Audit;

/// <summary>What readers of the audit log are told, on either database.</summary>
public abstract class AuditReadingContract : StoreContract
{
    private readonly FakeClock clock = new();
    private readonly CheckpointKey key = new();
    private User person = null!;

    private AuditShow Show => new(new AuditTable(Engine), new CheckpointTable(Engine), new PeopleTables(Engine));

    private protected override async Task PrepareAsync()
    {
        await Migrations.ApplyAsync(Engine, Assembly.Load("CityOps.Hub"), "hub", Ct);
        person = await new People.PeopleRoom(Engine, clock).AddAsync("li.na", stored: "-");
        await using var log = new AuditLog(Engine, clock, NullLogger<AuditLog>.Instance);
        foreach (var (action, actor, subject) in new[] { ("user.read", person.Subject, ""), ("user.roles", "C-340100", person.Subject), ("user.read", "portal", "x") })
        {
            await log.WriteAsync(new AuditEvent(action, AuditResult.Done, "ok", actor, subject, "192.0.2.1", "trace"), Ct);
        }
    }

    [Fact]
    public async Task Entries_of_a_person_are_found_by_login_and_by_id_and_the_ids_in_them_are_named()
    {
        foreach (var actor in new[] { "li.na", person.Subject })
        {
            var page = await PageAsync(new AuditFilter(actor, null, null, null, null));

            Assert.Equal([1L], page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("seq").GetInt64()));
            Assert.Equal("li.na", page.GetProperty("names").GetProperty(person.Subject).GetProperty("login").GetString());
        }

        var about = await PageAsync(new AuditFilter(null, null, person.Subject, null, null));
        Assert.Equal(("C-340100", 1), (about.GetProperty("entries")[0].GetProperty("actor").GetString(), about.GetProperty("names").EnumerateObject().Count()));
        Assert.Empty((await PageAsync(new AuditFilter("no.body", null, null, null, null))).GetProperty("entries").EnumerateArray());
    }

    [Fact]
    public async Task One_entry_is_told_with_its_place_in_the_chain()
    {
        var open = (await OneAsync(2)).GetProperty("chain");
        Assert.Equal((true, true, JsonValueKind.Null), (open.GetProperty("holds").GetBoolean(), open.GetProperty("follows").GetBoolean(), open.GetProperty("sealedAt").ValueKind));
        Assert.True((await OneAsync(1)).GetProperty("chain").GetProperty("follows").GetBoolean());

        clock.Advance(TimeSpan.FromMinutes(2));
        await new Checkpointer(new AuditTable(Engine), new CheckpointTable(Engine), new SignOnOptions("https://hub.example", "hub"), key.Sign, clock).RunAsync(Ct);

        Assert.Equal(3, (await OneAsync(2)).GetProperty("chain").GetProperty("sealedSize").GetInt64());
        Assert.Null(await Show.OneAsync(4, Ct));
        Assert.Null(await Show.OneAsync(0, Ct));
    }

    [Fact]
    public void An_entry_that_was_changed_holds_no_more_and_one_after_another_follows_it_no_more()
    {
        var body = """{"seq":2,"prev":"00","actor":"a","subject":"b"}"""u8.ToArray();
        var kept = new AuditRow(2, MerkleTree.Leaf(body), body);

        Assert.True(ChainRules.Holds(kept));
        Assert.False(ChainRules.Holds(kept with { Body = [.. body[..^2], (byte)' ', (byte)'}'] }));
        Assert.Null(ChainRules.Holds(kept with { Body = null }));
        Assert.True(ChainRules.Follows(kept, [0]));
        Assert.False(ChainRules.Follows(kept, [1]));
        Assert.Null(ChainRules.Follows(kept, null));
    }

    private async Task<JsonElement> PageAsync(AuditFilter filter) => JsonDocument.Parse(await Show.PageAsync(filter, long.MaxValue, 10, Ct)).RootElement;

    private async Task<JsonElement> OneAsync(long seq) => JsonDocument.Parse((await Show.OneAsync(seq, Ct))!).RootElement;
}

public sealed class SqliteAuditReadingTests : AuditReadingContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresAuditReadingTests : AuditReadingContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
