using System.Text.Json;
using CityOps.Node.Generation;

namespace CityOps.Node.Federation;

/// <summary>What <c>up --once</c> is asked for.</summary>
internal sealed record OnceOptions(int Cases, int Seed, string Store, int Cities, string? JsonFile, string? InfoFile, IReadOnlyDictionary<string, string> Fail)
{
    /// <summary>Keep the federation up after the verdict, until told to stop.</summary>
    public bool Hold { get; init; }

    /// <summary>Where the run's folders are laid; a fresh temporary folder when null.</summary>
    public string? Folder { get; init; }
}

/// <summary>
/// One whole run: fresh federation, whole lives in every city, broken records beside them, tasks down and answers up; then
/// everything converges, is judged, and is written down.
/// </summary>
internal sealed class OnceRun(OnceOptions options, TimeProvider clock, Action<string> say)
{
    private static readonly TimeSpan ConvergePatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(300);

    public async Task<bool> RunAsync(FederationPlan plan, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        var progress = new Progress();
        await using var federation = new RunningFederation(plan, options.InfoFile, clock);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watch = WatchAsync(federation, progress, watching.Token);
        say($"启动 starting {plan.Members.Count} deployments: {string.Join(' ', plan.Members.Select(m => m.Code))}");
        await federation.StartAsync(ct);
        var now = clock.GetUtcNow();
        progress.Stage = "driving";
        var tasks = new TaskDriver(federation, options.Seed, now, clock);
        var expectations = Task.WhenAll(plan.Cities.Select(city => DriveAsync(federation, city, now, progress, ct)));
        var supervised = tasks.RunAsync(0, Math.Clamp(options.Cases / 100, 2, 20), ct);
        await Task.WhenAll(expectations, supervised);
        progress.Stage = "converging";
        var (held, checks) = await ConvergeAsync(federation, new Judge(plan, await expectations, await supervised), ct);
        var seconds = clock.GetElapsedTime(began).TotalSeconds;
        var delays = await DelaysAsync(federation, ct);
        await watching.CancelAsync();
        await watch;
        var ledger = Write(federation, held, checks, seconds, delays);
        Tell(ledger);
        if (options.Hold)
        {
            say("保持运行，Ctrl-C 结束 holding until Ctrl-C");
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return ledger.Converged;
    }

    private async Task<Expectation> DriveAsync(RunningFederation federation, Member city, DateTimeOffset now, Progress progress, CancellationToken ct)
    {
        var lives = Enumerable.Range(0, options.Cases).Select(i => CaseLives.Plan(options.Seed, city.Region, i, now)).ToList();
        var records = lives.Select(CaseLives.Expected).Sum(e => e.CaseRevisions + e.FlowRows + e.MediaRows);
        var broken = Math.Max(BrokenRecords.KindNames.Count, records * 3 / 200);
        var lines = BrokenRecords.Plan(options.Seed, city.Department.Code, city.Region, broken, now);
        var posting = new DepartmentDriver(federation.AsDepartmentOf(city), options.Seed).RunAsync(lines, ct);
        await new CityDriver(federation.As(city), progress).RunAsync(lives, ct);
        return Expectation.Of(city, lives, await posting);
    }

    /// <summary>Looks until every check holds, or patience ends: then the last look is the verdict.</summary>
    private async Task<(Dictionary<string, Holdings> Held, List<CheckResult> Checks)> ConvergeAsync(RunningFederation federation, Judge judge, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var late = clock.GetElapsedTime(began) > ConvergePatience;
            if (late || await QuietAsync(federation, ct))
            {
                var held = await Snapshot.TakeAsync(federation, ct);
                var checks = judge.Check(held);
                if (late || checks.TrueForAll(c => c.Ok))
                {
                    return (held, checks);
                }
            }

            await Task.Delay(Look, clock, ct);
        }
    }

    // Cheap first: ledgers are read only when nothing waits on any link.
    private static async Task<bool> QuietAsync(RunningFederation federation, CancellationToken ct)
    {
        foreach (var member in federation.Plan.Members)
        {
            var summary = await Snapshot.SummaryAsync(federation.As(member), ct);
            var departments = federation.Plan.Members.Select(m => m.Department.Code).ToHashSet();
            if (summary.Links.Any(f => f.Backlog > 0) || summary.Subscriptions.Any(s => s.Backlog > 0 && !departments.Contains(s.Platform)))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<DelayFigures> DelaysAsync(RunningFederation federation, CancellationToken ct)
    {
        var answer = await federation.As(federation.Plan.Top).GetAsync($"api/aggregation/delays?dataset=MG-01&sources={string.Join(',', federation.Plan.Cities.Select(c => c.Code))}", ct);
        return JsonSerializer.Deserialize<DelayFigures>(answer.Body, LedgerJson.Options)!;
    }

    private async Task WatchAsync(RunningFederation federation, Progress progress, CancellationToken ct)
    {
        var total = options.Cases * federation.Plan.Cities.Count;
        var shown = "";
        while (!ct.IsCancellationRequested)
        {
            federation.Measure();
            var line = $"{progress.Stage} {progress.Cases}/{total} cases, restarts {federation.Children.Sum(c => c.Restarts)}";
            if (line != shown && progress.Stage.Length > 0)
            {
                say(shown = line);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private RunLedger Write(RunningFederation federation, Dictionary<string, Holdings> held, List<CheckResult> checks, double seconds, DelayFigures delays)
    {
        federation.Measure();
        var ledger = new RunLedger
        {
            Seed = options.Seed,
            CasesPerCity = options.Cases,
            Store = options.Store.Split(':')[0],
            Converged = checks.TrueForAll(c => c.Ok),
            DurationSeconds = Math.Round(seconds, 2),
            CityToNation = delays,
            Checks = checks,
            Deployments = [.. federation.Children.Select(c => OneDeployment(c, held[c.Member.Code]))],
        };
        if (options.JsonFile is { } file)
        {
            File.WriteAllBytes(file, JsonSerializer.SerializeToUtf8Bytes(ledger, LedgerJson.Options));
        }

        return ledger;
    }

    private static DeploymentLedger OneDeployment(Child child, Holdings held) =>
        new(child.Member.Code, child.Pid, child.Restarts, Math.Round(child.PeakBytes / 1048576.0, 1), [.. held.Summary.Interfaces.Select(i => OneDataset(i, held))]);

    private static DatasetLedger OneDataset(Hub.Status.InterfaceCounts counts, Holdings held)
    {
        var service = counts.Interface;
        var dataset = service[..service.IndexOf('.', StringComparison.Ordinal)];
        var all = held.HubLine(dataset, Hub.Status.Ledger.AllSources);
        return new DatasetLedger(
            dataset, service, counts.Offered, counts.Accepted, counts.Duplicate, counts.Stale, counts.Rejected, held.Applied.GetValueOrDefault(dataset),
            all?.Keys ?? 0, all?.RollUp ?? Hub.Status.Ledger.RollUp([]), [.. held.Sources(dataset).Select(l => new SourceLedger(l.Source, l.Keys, l.Revisions, l.RollUp))]);
    }

    private void Tell(RunLedger ledger)
    {
        foreach (var d in ledger.Deployments)
        {
            say($"{d.Platform,-9} offered {d.Datasets.Sum(x => x.Offered),9:N0}  accepted {d.Datasets.Sum(x => x.Accepted),9:N0}  rejected {d.Datasets.Sum(x => x.Rejected),6:N0}  applied {d.Datasets.Sum(x => x.Applied),9:N0}  peak {d.PeakMemoryMb,6:N0} MiB  restarts {d.Restarts}");
        }

        foreach (var check in ledger.Checks.Where(c => !c.Ok))
        {
            say($"✗ {check.Name}: {check.Detail}");
        }

        say($"{(ledger.Converged ? "一致 converged" : "不一致 NOT converged")}: {ledger.Checks.Count(c => c.Ok)} of {ledger.Checks.Count} checks hold, {ledger.DurationSeconds:N1} s, city→nation p50 {ledger.CityToNation.P50Ms:N0} ms p99 {ledger.CityToNation.P99Ms:N0} ms");
    }
}
