using CityOps.Hub;
using CityOps.Hub.Catalog;
using CityOps.Hub.SignOn;
using CityOps.Hub.Status.Probes;
using CityOps.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CityOps.Tests.Hub.HubHost;

namespace CityOps.Tests.Hub.Status.Probes;

/// <summary>探测 through the true path of a running hub, on each store.</summary>
public abstract class ProbeContract : HubContract
{
    [Fact]
    public async Task Every_interface_of_the_standard_with_an_example_holds_its_probe_and_nothing_of_it_is_kept()
    {
        var results = new List<ProbeResult>();
        foreach (var one in Hub.Services.GetRequiredService<InterfaceBook>().All)
        {
            if (await Prober().ProbeAsync(one, default) is { } result)
            {
                results.Add(result);
            }
        }

        Assert.True(results.Count > 20, $"{results.Count} probed");
        Assert.Equal("", string.Join('\n', results.Where(one => one.Verdict != ProbeVerdict.Well).Select(one => $"{one.Target} {one.Leg} {one.Said}")));
        Assert.Empty((await ReadAsync("interfaces/" + Service)).GetProperty("feeds").EnumerateArray());
        Assert.Equal(0, (await ReadAsync("overview")).GetProperty("head").GetInt64());
    }

    [Fact]
    public async Task A_probe_is_counted_as_one_and_as_nobodys_traffic()
    {
        await Prober().ProbeAsync(Hub.Services.GetRequiredService<InterfaceBook>().Find(Service)!, default);
        await Hub.Services.GetRequiredService<CityOps.Hub.Status.Measuring.MeterFlush>().FlushAsync(default);

        var roads = (await ReadAsync("interfaces/" + Service)).GetProperty("partners").EnumerateArray().Select(one => one.GetProperty("road").GetString());

        Assert.Equal(["probe"], roads);
    }

    [Fact]
    public async Task A_verdict_stands_on_the_interface_with_its_leg_until_it_changes()
    {
        var table = Hub.Services.GetRequiredService<ProbeTable>();
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-10);
        ProbeResult Result(int minute, ProbeVerdict verdict, ProbeLeg leg) => new(Service, at.AddMinutes(minute), verdict, leg, verdict == ProbeVerdict.Well ? "" : "HTTP 500", new ProbeTimes(2, 0, 4, 6, 8));

        await table.AddAsync([Result(0, ProbeVerdict.Well, ProbeLeg.None)], default);
        await table.AddAsync([Result(1, ProbeVerdict.Well, ProbeLeg.None)], default);
        await table.AddAsync([Result(2, ProbeVerdict.Failing, ProbeLeg.Token)], default);

        var probes = (await ReadAsync("interfaces/" + Service)).GetProperty("probes").EnumerateArray().ToList();
        Assert.Equal([("failing", "token", 1), ("well", "none", 2)], probes.TakeLast(2).Select(one => (one.GetProperty("verdict").GetString(), one.GetProperty("leg").GetString(), one.GetProperty("count").GetInt32())));
        Assert.Equal(6, probes[^1].GetProperty("answer").GetInt32()); // the mean of two
        Assert.Equal(Service, Assert.Single(await table.TroubledAsync(at, default)).Target);
        Assert.Empty(await table.TroubledAsync(TimeProvider.System.GetUtcNow().AddHours(1), default));
    }

    [Fact]
    public async Task What_is_old_goes_and_the_newest_verdict_stays()
    {
        var table = Hub.Services.GetRequiredService<ProbeTable>();
        var longAgo = TimeProvider.System.GetUtcNow().AddDays(-90);
        await table.AddAsync([new(Service, longAgo, ProbeVerdict.Well, ProbeLeg.None, "", ProbeTimes.None)], default);
        await table.AddAsync([new(Service, longAgo.AddDays(1), ProbeVerdict.Failing, ProbeLeg.Store, "HTTP 503", ProbeTimes.None)], default);

        Assert.Equal(1, await table.ForgetAsync(ProbeTable.DayOf(TimeProvider.System.GetUtcNow()), 100, default));
        Assert.Equal(ProbeLeg.Store, Assert.Single(await table.OfAsync(Service, "2000-01-01", default)).Leg);
    }

    [Fact]
    public async Task The_leg_that_does_not_hold_is_named()
    {
        var service = Hub.Services.GetRequiredService<InterfaceBook>().Find(Service)!;
        Assert.Equal(ProbeLeg.Connect, (await Prober($"http://127.0.0.1:{FreePort()}").ProbeAsync(service, default))!.Leg);
        await using var noTls = await StandIn.StartAsync(_ => (200, "{}"));
        Assert.Equal(ProbeLeg.Tls, (await Prober(noTls.Url.Replace("http:", "https:", StringComparison.Ordinal)).ProbeAsync(service, default))!.Leg);
        await using var noToken = await StandIn.StartAsync(_ => (500, "{}"));
        Assert.Equal(ProbeLeg.Token, (await Prober(noToken.Url).ProbeAsync(service, default))!.Leg);
        foreach (var (leg, answer) in new[]
        {
            (ProbeLeg.Store, (503, "{}")), (ProbeLeg.Answer, (500, "{}")), (ProbeLeg.Answer, (200, "not json")),
            (ProbeLeg.Validation, (200, """{"counts":{"accepted":0},"problems":[{"pointer":"/state","code":"E3004"}]}""")),
        })
        {
            await using var ill = await StandIn.StartAsync(path => path == "/connect/token" ? (200, """{"access_token":"x","expires_in":300}""") : answer);
            Assert.Equal(leg, (await Prober(ill.Url).ProbeAsync(service, default))!.Leg);
        }
    }

    private Prober Prober(string? origin = null)
    {
        var services = Hub.Services;
        if (origin is null)
        {
            return services.GetRequiredService<Prober>();
        }

        var options = new SignOnOptions(origin, origin);
        var signer = new ProbeSigner(services.GetRequiredService<ProbeTable>(), services.GetRequiredService<CityOps.Hub.SignOn.Clients.ClientDesk>(), options, services.GetRequiredService<HubSetup>());
        return new Prober(signer, options, services.GetRequiredService<CityOps.Hub.Catalog.Publication.SheetShelf>(), services.GetRequiredService<HubSetup>(), null);
    }

    private async Task<System.Text.Json.JsonElement> ReadAsync(string path) => (await Hub.SendAsync(HttpMethod.Get, "status/v1/" + path, null, "", City)).Json;
}

public sealed class SqliteProbeTests : ProbeContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresProbeTests : ProbeContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
