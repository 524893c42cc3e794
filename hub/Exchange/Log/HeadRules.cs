using CityOps.Schemas.Records;

namespace CityOps.Hub.Exchange.Log;

/// <summary>The newest accepted revision of one key: who owns it, which revision, which bytes, where in the log.</summary>
/// <param name="Addressees">Regions any revision was addressed to, space-separated; null where a dataset has no addressees.</param>
public sealed record Head(string Key, string Owner, long Rev, ReadOnlyMemory<byte> Digest, long Position, string? Addressees);

/// <summary>校验结果: what became of one offered record.</summary>
public enum Verdict
{
    Accepted,
    Duplicate,
    Stale,
    Rejected,
}

/// <summary>Order per key (I3), effectively once (I2), owner writes (I6): decided against the newest revision. Pure.</summary>
public static class HeadRules
{
    public static (Verdict Verdict, RecordProblem? Problem) Decide(Head? head, Record record)
    {
        var (owner, rev) = (record.Header.SourcePlatform, record.Header.Rev);
        if (head is null)
        {
            return (Verdict.Accepted, null);
        }

        if (head.Owner != owner)
        {
            return (Verdict.Rejected, new("/sourcePlatform", "x-owner", "E5003", $"该记录归 {head.Owner} 所有。", $"The record belongs to {head.Owner}."));
        }

        if (rev > head.Rev)
        {
            return (Verdict.Accepted, null);
        }

        if (rev < head.Rev)
        {
            return (Verdict.Stale, null);
        }

        return record.Digest.AsSpan().SequenceEqual(head.Digest.Span)
            ? (Verdict.Duplicate, null)
            : (Verdict.Rejected, new("/rev", "x-revision", "E5002", $"修订号 {rev} 已有不同内容，请提高修订号后重报。", $"Revision {rev} is already stored with other content: raise the revision and send again."));
    }
}
