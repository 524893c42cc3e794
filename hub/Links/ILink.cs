using CityOps.Hub.Exchange;
using CityOps.Hub.Subscriptions;
using CityOps.Schemas;

namespace CityOps.Hub.Links;

/// <summary>
/// 级联链路: our own protocol towards one hub, over HTTP or inside one process. A refusal is an answer of that hub; a hub
/// that cannot be reached is an exception (<see cref="HttpRequestException"/> or time-out), and the caller tries again.
/// </summary>
public interface ILink
{
    /// <summary>Whether anything lies between the two sides that may break while no record travels.</summary>
    bool MayBreak => true;

    /// <summary>Sends lines of records as one batch.</summary>
    Task<Outcome<Receipt>> SendAsync(string service, string batchId, ReadOnlyMemory<byte> lines, CancellationToken ct);

    Task<Outcome<Page>> PullAsync(PullRequest request, CancellationToken ct);

    /// <summary>Tells the hub what is applied; answers the position it now holds.</summary>
    Task<Outcome<long>> CommitAsync(string subscription, PositionMove move, CancellationToken ct);

    /// <summary>Tells the hub which records cannot be taken; answers how many it parked.</summary>
    Task<Outcome<int>> RefuseAsync(string subscription, RefusalList refusals, CancellationToken ct);
}

/// <summary>One record waiting to be sent, with the bytes to send.</summary>
public readonly record struct Outgoing(long Position, string RecordId, long Rev, byte[] Body);

/// <summary>Something with positions whose records go up a link: a hub's log, or a node's outbox.</summary>
public interface IOutgoing
{
    Task<IReadOnlyList<Outgoing>> ReadAsync(string service, long after, int limit, CancellationToken ct);

    /// <summary>Announces new records, interface by interface.</summary>
    InterfaceNews News { get; }
}

/// <summary>Something that takes what a subscription delivers: a hub's intake, or a node's store.</summary>
public interface ISink
{
    /// <summary>Where this side stands, by its own store.</summary>
    Task<FlowPosition> WhereAsync(string subscription, CancellationToken ct);

    /// <summary>Which records of the page cannot be taken. May already store the others where storing twice changes nothing.</summary>
    Task<IReadOnlyList<RefusedRecord>> JudgeAsync(string subscription, Page page, CancellationToken ct);

    /// <summary>Makes the page's records, less the refused, and its position durable.</summary>
    Task KeepAsync(string subscription, Page page, IReadOnlyList<RefusedRecord> refused, CancellationToken ct);
}

/// <summary>How far a flow has come, in which life of the log; <paramref name="Log"/> is empty before the first page.</summary>
public readonly record struct FlowPosition(string Log, long Position);
