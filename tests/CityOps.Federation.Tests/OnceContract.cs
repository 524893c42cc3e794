using System.Text.Json;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Federation.Tests;

/// <summary>
/// A whole run loses nothing, doubles nothing, changes nothing: on each store, undisturbed and under kill -9.
/// </summary>
public abstract class OnceContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private protected abstract Task<string> StoreAsync();

    [Fact]
    public async Task A_run_converges_and_its_ledger_says_so()
    {
        using var scratch = new Scratch();
        await using var run = await StartAsync(scratch, "--cases", "60", "--seed", "7");

        Assert.True(await run.ExitAsync(Patience) == 0, run.Output);

        using var ledger = JsonDocument.Parse(await File.ReadAllBytesAsync(scratch.File("ledger.json")));
        Assert.True(ledger.RootElement.GetProperty("converged").GetBoolean());
        Assert.True(ledger.RootElement.GetProperty("checks").GetArrayLength() > 100);
        Assert.True(ledger.RootElement.GetProperty("cityToNation").GetProperty("count").GetInt32() == 120);
        foreach (var dataset in ledger.RootElement.GetProperty("deployments").EnumerateArray().SelectMany(d => d.GetProperty("datasets").EnumerateArray()))
        {
            long Of(string name) => dataset.GetProperty(name).GetInt64();
            Assert.Equal(Of("offered"), Of("accepted") + Of("duplicate") + Of("stale") + Of("rejected"));
            Assert.Equal(Of("accepted"), Of("applied"));
        }
    }

    [Theory]
    [InlineData("C-340100=business.before-commit:20:kill", "C-340200=business.after-commit:20:kill", "P-340000=intake.before-commit:5:kill", "N-100000=intake.after-commit:3:kill")]
    [InlineData("C-340100=intake.after-read:5:kill", "C-340200=intake.before-begin:7:kill", "P-340000=intake.after-lock:5:kill", "N-100000=intake.before-answer:3:kill")]
    [InlineData("C-340100=link.before-send:5:kill", "C-340200=link.after-send:5:kill", "P-340000=link.before-position:2:kill", "N-100000=apply.before-commit:2:kill")]
    [InlineData("C-340100=apply.after-commit:4:kill", "C-340200=apply.before-acknowledge:4:kill", "P-340000=deliver.before-answer:3:kill", "N-100000=position.before-commit:2:kill")]
    public async Task A_process_killed_at_any_step_costs_nothing(params string[] plans)
    {
        using var scratch = new Scratch();
        await using var run = await StartAsync(scratch, ["--cases", "40", "--seed", "11", .. plans.SelectMany(p => (string[])["--fail", p])]);

        Assert.True(await run.ExitAsync(Patience) == 0, run.Output);

        using var ledger = JsonDocument.Parse(await File.ReadAllBytesAsync(scratch.File("ledger.json")));
        foreach (var deployment in ledger.RootElement.GetProperty("deployments").EnumerateArray())
        {
            Assert.True(deployment.GetProperty("restarts").GetInt32() >= 1, $"{deployment.GetProperty("platform")} was never killed: the round proves nothing.\n{run.Output}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Processes_killed_at_random_moments_cost_nothing(int seed)
    {
        using var scratch = new Scratch();
        await using var run = await StartAsync(scratch, "--cases", "150", "--seed", "23");
        var chance = new Random(seed);

        var killed = new Dictionary<string, int>();
        foreach (var platform in (string[])["C-340100", "P-340000", "N-100000", "C-340200", "P-340000", "C-340100"])
        {
            var pid = await AliveAsync(run, scratch, platform);
            await BreatheAsync(TimeSpan.FromMilliseconds(chance.Next(50, 900)));
            if (run.HasExited)
            {
                break;
            }

            RunningCityOps.Signal(pid, "KILL");
            killed[platform] = killed.GetValueOrDefault(platform) + 1;
        }

        Assert.True(await run.ExitAsync(Patience) == 0, run.Output);
        Assert.True(killed.Count == 4, $"Only {string.Join(' ', killed.Keys)} were killed before the run was over: the round proves too little.");
    }

    [Fact]
    public async Task A_tier_that_hangs_for_a_while_delays_and_loses_nothing()
    {
        using var scratch = new Scratch();
        await using var run = await StartAsync(scratch, "--cases", "40", "--seed", "31");
        var pid = await AliveAsync(run, scratch, "P-340000");

        RunningCityOps.Signal(pid, "STOP");
        await BreatheAsync(TimeSpan.FromSeconds(4));
        RunningCityOps.Signal(pid, "CONT");

        Assert.True(await run.ExitAsync(Patience) == 0, run.Output);
    }

    private async Task<RunningCityOps> StartAsync(Scratch scratch, params string[] arguments) =>
        RunningCityOps.Start(["up", "--once", "--store", await StoreAsync(), "--json", scratch.File("ledger.json"), "--info", scratch.File("info.json"), .. arguments]);

    /// <summary>The platform's process, once it serves and the run is under way.</summary>
    private static async Task<int> AliveAsync(RunningCityOps run, Scratch scratch, string platform)
    {
        var found = await run.UntilAsync($"{platform} running", TimeSpan.FromSeconds(60), () =>
        {
            var pid = run.Output.Contains("driving", StringComparison.Ordinal) ? Info.Read(scratch.File("info.json"))?.Deployments.Single(d => d.Platform == platform).Pid : null;
            return Task.FromResult<object?>(pid is { } alive && Directory.Exists($"/proc/{alive}") ? alive : null);
        });
        return (int)found;
    }

    // The disturbance itself takes time; nothing is asserted by it.
    private static async Task BreatheAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }
}

public sealed class SqliteOnceTests : OnceContract
{
    private protected override Task<string> StoreAsync() => Task.FromResult("sqlite");
}

public sealed class PostgresOnceTests : OnceContract
{
    private protected override async Task<string> StoreAsync() => await (await PostgresServer.SharedAsync()).NewDatabaseAsync();
}
