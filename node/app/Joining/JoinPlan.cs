namespace CityOps.Node.Joining;

/// <summary>Who joins which hub, and what for.</summary>
/// <param name="Url">Address of the hub.</param>
/// <param name="Code">Platform code: <c>B-</c> or <c>E-</c> with a credit code, or that of a deployment.</param>
internal sealed record JoinPlan(string Url, string Code, string Name, string Purpose, IReadOnlyList<string> Publishes, IReadOnlyList<string> Subscribes)
{
    /// <summary>Empty: the application waits for a review.</summary>
    public string Invitation { get; init; } = "";

    public string Region { get; init; } = "";

    public string Owner { get; init; } = "";

    public string Contact { get; init; } = "";

    public string Phone { get; init; } = "";

    /// <summary>Records to try an interface with, one JSON object a line.</summary>
    public required Func<string, CancellationToken, Task<byte[]>> TestLines { get; init; }
}

/// <summary>How far a joining is; what a second run goes on with.</summary>
internal sealed record JoinMemory(string Id, string Key)
{
    public string Secret { get; init; } = "";

    public string Receipt { get; init; } = "";
}

/// <summary>The hub said no, or its answer cannot be used; the message tells what and what to do.</summary>
internal sealed class JoinException(string message) : Exception(message);
