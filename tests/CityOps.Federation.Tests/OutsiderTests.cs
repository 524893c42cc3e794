using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Federation.Tests;

/// <summary>Somebody else's program, with nothing but the wire protocol, comes to the same figures.</summary>
public sealed class OutsiderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Ledger_and_day_sums_can_be_recomputed_from_the_wire_alone_and_wrong_ones_are_noticed()
    {
        using var scratch = new Scratch();
        await using var run = RunningCityOps.Start("up", "--once", "--hold", "--cases", "30", "--seed", "5", "--json", scratch.File("ledger.json"), "--info", scratch.File("info.json"));
        await run.UntilAsync("the verdict", Patience, () => Task.FromResult<object?>(run.Output.Contains("checks hold", StringComparison.Ordinal) ? run : null));

        var (code, said) = await RecomputeAsync(scratch.File("info.json"), scratch.File("ledger.json"));
        Assert.True(code == 0, said);

        var ledger = JsonNode.Parse(await File.ReadAllBytesAsync(scratch.File("ledger.json")))!;
        ledger["deployments"]![0]!["datasets"]![0]!["rollUp"] = new string('0', 64);
        await File.WriteAllTextAsync(scratch.File("forged.json"), ledger.ToJsonString());
        (code, said) = await RecomputeAsync(scratch.File("info.json"), scratch.File("forged.json"));
        Assert.True(code == 1 && said.Contains("1 differ", StringComparison.Ordinal), said);

        (code, said) = await AskAsync("recount_days.py", scratch.File("info.json"));
        Assert.True(code == 0 && said.Contains(", 0 differ", StringComparison.Ordinal), said);
        (code, said) = await AskAsync("recount_days.py", scratch.File("info.json"), "--forge");
        Assert.True(code == 1 && said.Contains(", 1 differ", StringComparison.Ordinal), said);

        run.Interrupt();
        Assert.Equal(0, await run.ExitAsync(Patience));
    }

    [Fact]
    public async Task The_demo_starts_feeds_itself_and_resumes_where_it_was()
    {
        using var scratch = new Scratch();
        long first;
        await using (var run = RunningCityOps.Start("up", "--folder", scratch.File("demo"), "--rate", "10", "--info", scratch.File("info.json")))
        {
            first = await NationAcceptsAsync(run, scratch, 1);
            run.Interrupt();
            Assert.Equal(0, await run.ExitAsync(Patience));
            await NobodyIsLeftAsync(run, scratch);
        }

        await using var again = RunningCityOps.Start("up", "--folder", scratch.File("demo"), "--rate", "10", "--info", scratch.File("again.json"));
        var second = await NationAcceptsAsync(again, new Scratch(), first + 1, scratch.File("again.json"));
        Assert.True(second > first);
        again.Interrupt();
        Assert.Equal(0, await again.ExitAsync(Patience));
    }

    private static async Task<long> NationAcceptsAsync(RunningCityOps run, Scratch scratch, long least, string? info = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var found = await run.UntilAsync($"{least} records of cities at the nation", Patience, async () =>
        {
            try
            {
                var nation = Info.Read(info ?? scratch.File("info.json"))?.Deployments.Single(d => d.Platform == "N-100000");
                if (nation is null)
                {
                    return null;
                }

                using var summary = JsonDocument.Parse(await http.GetByteArrayAsync(new Uri(nation.Url + "/status/v1/summary")));
                var accepted = summary.RootElement.GetProperty("interfaces").EnumerateArray()
                    .Single(i => i.GetProperty("interface").GetString() == "MG-01.v1.up").GetProperty("accepted").GetInt64();
                return accepted >= least ? (object)accepted : null;
            }
            catch (HttpRequestException)
            {
                return null; // it is still starting
            }
        });
        return (long)found;
    }

    private static Task<object> NobodyIsLeftAsync(RunningCityOps run, Scratch scratch)
    {
        var pids = Info.Read(scratch.File("info.json"))!.Deployments.Select(d => d.Pid).OfType<int>().ToList();
        Assert.All(pids, pid => Assert.False(Directory.Exists($"/proc/{pid}"), $"process {pid} is left behind\n{run.Output}"));
        return Task.FromResult<object>(pids);
    }

    private static Task<(int Code, string Said)> RecomputeAsync(string info, string ledger) => AskAsync("recompute_ledger.py", info, ledger);

    private static async Task<(int Code, string Said)> AskAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("python3", [Path.Combine(Repository.Root, "tests", "CityOps.Federation.Tests", script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var python = Process.Start(start)!;
        var said = await python.StandardOutput.ReadToEndAsync() + await python.StandardError.ReadToEndAsync();
        await python.WaitForExitAsync();
        return (python.ExitCode, said);
    }
}
