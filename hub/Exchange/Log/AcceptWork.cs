using CityOps.Hub.Catalog;
using CityOps.Schemas;

namespace CityOps.Hub.Exchange.Log;

/// <summary>Good records flow and bad ones are reported (partial), or one bad record refuses the batch (atomic).</summary>
public enum BatchMode
{
    Partial,
    Atomic,

    /// <summary>Judged and answered as if it were partial, and thrown away (联调).</summary>
    Test,
}

/// <summary>One judged batch on its way into the log.</summary>
public sealed record AcceptWork(
    Sender Sender,
    InterfaceService Service,
    string BatchId,
    byte[] BodyDigest,
    DateTimeOffset ReceivedAt,
    BatchMode Mode,
    IReadOnlyList<Offered> Records)
{
    public string Key => BatchTable.KeyOf(Sender.Code, BatchId);

    /// <summary>Bytes this batch adds to a transaction.</summary>
    public long Weight => Records.Sum(r => (long)(r.Record?.Bytes.Length ?? r.Sent.Length) + 256);
}

/// <summary>The receipt as stored, or the refusal of the whole batch.</summary>
/// <param name="Replayed">True when the batch was taken before and this is its receipt again.</param>
public sealed record Accepted(byte[] Receipt, bool Replayed, Refusal? Refusal = null)
{
    /// <summary>What became of the records; nothing of a receipt that was given before.</summary>
    public ReceiptCounts Counts { get; init; } = new(0, 0, 0, 0);
}
