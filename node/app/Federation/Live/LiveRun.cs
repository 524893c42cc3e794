using CityOps.Hub.Status;
using CityOps.Node.Federation.Departments;

namespace CityOps.Node.Federation.Live;

/// <summary>What <c>up</c> is asked for.</summary>
/// <param name="Rate">New cases a second over all cities.</param>
/// <param name="Folder">Where the demo keeps its data.</param>
/// <param name="Faults">Which departments of the demo begin ill: names of <see cref="Departments.Fault.All"/>.</param>
internal sealed record LiveOptions(double Rate, string? InfoFile, string Folder, IReadOnlyList<string> Faults);

/// <summary>The federation as people see it: fed all the time, shown as it is, until told to stop.</summary>
internal sealed class LiveRun(LiveOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TaskEvery = TimeSpan.FromSeconds(60);

    public async Task RunAsync(FederationPlan plan, CancellationToken ct)
    {
        await using var federation = new RunningFederation(plan, options.InfoFile, clock);
        new FaultBoard(options.Folder).Set(options.Faults);
        LiveTable.Announce(plan, options.Faults);
        await federation.StartAsync(ct);
        var seed = (int)(clock.GetUtcNow().ToUnixTimeSeconds() & int.MaxValue);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        List<Task> works = [.. plan.Cities.Select(c => new LiveFeed(federation, c, seed, options.Rate / plan.Cities.Count, clock).RunAsync(ending.Token))];
        works.Add(SuperviseAsync(federation, seed, ending.Token));
        works.AddRange(Trade.All.Select(trade => new TradeLife(trade, federation, plan.Cities[0], options.Folder, clock).RunAsync(ending.Token)));
        works.Add(ShowAsync(federation, ending.Token));
        try
        {
            await await Task.WhenAny(works);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Ctrl-C: everything below stops in order.
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(works).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SuperviseAsync(RunningFederation federation, int seed, CancellationToken ct)
    {
        var driver = new TaskDriver(federation, seed, clock.GetUtcNow(), clock);
        for (var number = 0; ; number++)
        {
            await driver.RunAsync(number, 1, ct);
            await Task.Delay(TaskEvery, clock, ct);
        }
    }

    private async Task ShowAsync(RunningFederation federation, CancellationToken ct)
    {
        var table = new LiveTable(federation.Plan, clock);
        await table.RunAsync(
            async show =>
            {
                while (!ct.IsCancellationRequested)
                {
                    federation.Measure();
                    var states = await Task.WhenAll(federation.Children.Select(c => LookAsync(federation, c, ct)));
                    show(states);
                    await Task.Delay(Look, clock, ct);
                }
            });
    }

    // A deployment that does not answer is shown as away, not as its last figures.
    private async Task<DeploymentState> LookAsync(RunningFederation federation, Child child, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            return new DeploymentState(child, await Snapshot.SummaryAsync(federation.As(child.Member), patience.Token), clock.GetTimestamp());
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new DeploymentState(child, null, clock.GetTimestamp());
        }
    }
}

/// <summary>One look at one deployment; no summary when it did not answer.</summary>
internal sealed record DeploymentState(Child Child, Summary? Summary, long At);
