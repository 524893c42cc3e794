using System.Collections.Concurrent;

namespace CityOps.Hub.Links;

/// <summary>Which way a flow's records go, seen from this side.</summary>
public enum FlowWay
{
    Send,
    Apply,
}

/// <summary>What one flow of a link last did, as it is now. Times are UTC.</summary>
public sealed record FlowState(string Flow, string Interface, FlowWay Way)
{
    public DateTimeOffset? LastGoodAt { get; init; }

    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Why it fails, in plain words; null while it works.</summary>
    public string? Error { get; init; }
}

/// <summary>The state of all flows of this process, each an immutable value swapped whole.</summary>
public sealed class FlowBoard(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, FlowState> flows = new(StringComparer.Ordinal);

    public IReadOnlyCollection<FlowState> All => [.. flows.Values.OrderBy(f => f.Way).ThenBy(f => f.Flow, StringComparer.Ordinal)];

    public void Open(FlowState flow) => flows.TryAdd(flow.Flow, flow);

    public void Good(string flow) => Change(flow, f => f with { LastGoodAt = clock.GetUtcNow(), FailingSince = null, Error = null });

    public void Bad(string flow, string error) => Change(flow, f => f with { FailingSince = f.FailingSince ?? clock.GetUtcNow(), Error = error });

    private void Change(string flow, Func<FlowState, FlowState> change) => flows.AddOrUpdate(flow, _ => throw new KeyNotFoundException(flow), (_, f) => change(f));
}
