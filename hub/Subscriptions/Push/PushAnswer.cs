using CityOps.Hub.Exchange;

namespace CityOps.Hub.Subscriptions.Push;

/// <summary>What a subscriber's endpoint made of one delivery.</summary>
internal enum PushVerdict
{
    /// <summary>2xx.</summary>
    Taken,

    /// <summary>422 with refusals: the named records are set aside, the others are taken.</summary>
    TakenBut,

    /// <summary>It cannot take this body: smaller ones are tried, and a record alone is set aside.</summary>
    NotThis,

    /// <summary>Not now: the same again later.</summary>
    Later,

    /// <summary>410: nothing more.</summary>
    Gone,

    /// <summary>The address leads where nothing may be called.</summary>
    Blocked,
}

/// <summary>One answer.</summary>
/// <param name="Said">In few words, for the operator: status or fault.</param>
internal sealed record PushAnswer(PushVerdict Verdict, int? Status, string Said)
{
    public TimeSpan? RetryAfter { get; init; }

    public IReadOnlyList<RefusedRecord> Refused { get; init; } = [];

    public string Body { get; init; } = "";
}
