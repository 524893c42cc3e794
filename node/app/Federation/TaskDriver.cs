namespace CityOps.Node.Federation;

/// <summary>Key tasks issued by the nation, and what must come of them.</summary>
internal sealed record TaskExpectation
{
    public IEnumerable<CheckResult> Check(IReadOnlyDictionary<string, Holdings> held) => [];
}

internal sealed class TaskDriver(RunningFederation federation, int seed, DateTimeOffset now)
{
    public async Task<TaskExpectation> RunAsync(int tasks, CancellationToken ct)
    {
        await Task.CompletedTask; _ = (federation, seed, now, tasks, ct);
        return new TaskExpectation();
    }
}
