using System.Text.Json;
using CityOps.Hub.Audit;
using CityOps.Hub.Audit.Verifying;
using CityOps.Hub.Audit.Witness;

using CityOps.Hub.SignOn;
using CityOps.Store;
using CityOps.Tests.Shared;
using CityOps.Hub.SignOn.People;
using CityOps.Tests.SignOn.Guards;
using CityOps.Tests.SignOn.Policy;
using CityOps.Tests.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CityOps.Tests.SignOn.Audit;

/// <summary>A city's log and the province that witnesses it, over HTTP.</summary>
public sealed class WitnessTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = CancellationToken.None;
    private readonly CheckpointKey key = new();
    private readonly FakeClock clock = new();
    private readonly List<(Engine Engine, string Address)> stores = [];
    private FrontHost province = null!;

    public async Task InitializeAsync() => province = await FrontHost.StartAsync();

    public async Task DisposeAsync()
    {
        await province.DisposeAsync();
        foreach (var (engine, address) in stores)
        {
            await engine.DisposeAsync();
            TestStores.Forget(address);
        }
    }

    private async Task<Engine> StoreAsync()
    {
        var address = await TestStores.SqliteAsync();
        var engine = await StoreOpener.OpenAsync(address, Ct);
        await Migrations.ApplyAsync(engine, typeof(AuditLog).Assembly, "hub", Ct);
        stores.Add((engine, address));
        return engine;
    }

    private async Task GrowAsync(Engine engine, int count, string actor = "a")
    {
        await using (var log = new AuditLog(engine, clock, NullLogger<AuditLog>.Instance))
        {
            await Task.WhenAll(Enumerable.Range(0, count).Select(i => log.WriteAsync(new AuditEvent("signon.login", AuditResult.Done, "ok", $"{actor}{i}", "", "local", "t"), Ct)));
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        await new Checkpointer(new AuditTable(engine), new CheckpointTable(engine), new SignOnOptions("https://city.example", "city"), key.Sign, clock).RunAsync(Ct);
    }

    private WitnessRelay Relay(Engine engine) => new(null, new AuditTable(engine), new CheckpointTable(engine), clock, NullLogger<WitnessRelay>.Instance);

    private Task SendAsync(Engine engine) => Relay(engine).StepAsync(province.Link(FrontHost.City), Ct);

    private Task<long> HeldAsync() => province.Service<WitnessDesk>().HeldAsync(FrontHost.City, Ct);

    private async Task<JsonElement> ShownAsync()
    {
        return JsonDocument.Parse(await AuditorReadsAsync("audit/v1/witnessed")).RootElement.GetProperty("peers").EnumerateArray().Single();
    }

    private async Task<string> AuditorReadsAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", await Staff.TokenAsync(province.Services, $"a{Guid.CreateVersion7():N}", new Assignment("auditor", ScopeKind.Own, "")));
        using var response = await province.Client.SendAsync(request, Ct);
        return await response.Content.ReadAsStringAsync(Ct);
    }

    private Task<IReadOnlyList<AuditRow>> AlarmsAsync() =>
        province.Service<AuditTable>().FindAsync(new AuditFilter(null, "audit.witness", FrontHost.City, null, null), long.MaxValue, 100, Ct);

    [Fact]
    public async Task A_growing_log_is_witnessed_and_caught_up_after_any_outage()
    {
        var city = await StoreAsync();
        await GrowAsync(city, 30);
        await SendAsync(city);
        Assert.Equal(30, await HeldAsync());

        await GrowAsync(city, 2_500);
        await GrowAsync(city, 7);
        await SendAsync(city);
        await SendAsync(city);

        Assert.Equal(2_537, await HeldAsync());
        Assert.Empty(await AlarmsAsync());
        Assert.Equal([30, 1_000, 2_000, 2_530, 2_537], (await province.Service<WitnessTable>().OfAsync(FrontHost.City, 1, 0, 100, Ct)).Select(w => w.Size));
    }

    [Fact]
    public async Task A_log_that_was_replaced_is_refused_with_one_loud_event_and_shown()
    {
        var (city, other) = (await StoreAsync(), await StoreAsync());
        await GrowAsync(city, 30);
        await SendAsync(city);
        await GrowAsync(other, 40, "forger");
        for (var i = 0; i < 3; i++)
        {
            await SendAsync(other);
        }

        Assert.Equal(30, await HeldAsync());
        var alarm = JsonDocument.Parse(Assert.Single(await AlarmsAsync()).Body!).RootElement;
        Assert.Equal(("refused", "audit-fork"), (alarm.GetProperty("result").GetString(), alarm.GetProperty("code").GetString()));
        Assert.Equal("audit-fork", (await ShownAsync()).GetProperty("refused")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_log_that_was_set_back_is_refused_although_all_it_has_is_true()
    {
        var (city, yesterday) = (await StoreAsync(), await StoreAsync());
        await GrowAsync(city, 30);
        await SendAsync(city);
        await CopyAsync(city, yesterday);
        await GrowAsync(city, 10);
        await SendAsync(city);
        await SendAsync(yesterday);

        Assert.Equal(40, await HeldAsync());
        Assert.Equal("audit-shrunk", (await ShownAsync()).GetProperty("refused")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task An_operator_may_accept_that_a_lost_log_begins_anew()
    {
        var (city, fresh) = (await StoreAsync(), await StoreAsync());
        await GrowAsync(city, 30);
        await SendAsync(city);
        await GrowAsync(fresh, 5, "fresh");
        await SendAsync(fresh);
        Assert.True((await province.Link(FrontHost.Province).PostAsync($"audit/v1/witnessed/{FrontHost.City}/epochs", "{}"u8.ToArray(), Ct)).TryGet(out _, out _));
        await SendAsync(fresh);

        Assert.Equal(5, await HeldAsync());
    }

    [Fact]
    public async Task Only_deployments_below_are_witnessed_and_only_auditors_may_look()
    {
        var own = await province.Link(FrontHost.Province).FetchAsync("audit/v1/witnessed/mine", Ct);
        var city = await province.Link(FrontHost.City).FetchAsync("audit/v1/witnessed", Ct);
        var entries = await province.Link(FrontHost.City).FetchAsync("audit/v1/entries", Ct);
        var export = await province.Link(FrontHost.City).FetchAsync("audit/v1/export", Ct);

        var tool = await province.Link(FrontHost.Province).FetchAsync("audit/v1/export", Ct);

        Assert.All([own, city, entries, export, tool], answer => Assert.True(!answer.TryGet(out _, out var no) && no.Name == "insufficient-scope"));
    }

    [Fact]
    public async Task A_checkpoint_that_is_not_signed_by_the_key_beside_it_is_refused()
    {
        var city = await StoreAsync();
        await GrowAsync(city, 3);
        var head = (await new CheckpointTable(city).LastAsync(Ct))!;
        var leaves = await new AuditTable(city).LeavesAsync(0, 10, Ct);
        var message = new WitnessMessage(head.Signed.Text, JsonDocument.Parse(new CheckpointKey().Jwk).RootElement, 0, 3, [.. leaves.SelectMany(l => l)]);

        var answer = await province.Link(FrontHost.City).PostAsync("audit/v1/witnessed", JsonSerializer.SerializeToUtf8Bytes(message, WitnessJson.Default.WitnessMessage), Ct);

        Assert.True(!answer.TryGet(out _, out var no) && no.Name == "audit-bad-checkpoint");
        Assert.Equal(0, await HeldAsync());
    }

    [Fact]
    public async Task What_the_witness_gives_out_is_what_the_verifier_reads()
    {
        var city = await StoreAsync();
        await GrowAsync(city, 12);
        await SendAsync(city);
        var lines = await AuditorReadsAsync($"audit/v1/witnessed/{FrontHost.City}");
        var heads = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (AuditLine.Head)AuditFile.Read(System.Text.Encoding.UTF8.GetBytes(line))).ToList();
        var verifier = new AuditVerifier(heads, key.Trusted);
        verifier.Begin();
        foreach (var row in await new AuditTable(city).ReadAsync(0, 100, Ct))
        {
            var to = new System.Buffers.ArrayBufferWriter<byte>();
            AuditFile.Write(to, row);
            verifier.Feed(to.WrittenMemory[..^1]);
        }

        Assert.Equal((12, 12, true), verifier.Finish() is var verdict ? (verdict.Entries, verdict.Witnessed, verdict.Holds) : default);
    }

    private static async Task CopyAsync(Engine from, Engine to)
    {
        var head = (await new CheckpointTable(from).LastAsync(Ct))!;
        await new CheckpointTable(to).AddAsync(head, Ct);
    }
}
