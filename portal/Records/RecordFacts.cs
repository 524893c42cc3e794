
namespace CityOps.Portal.Records;

public sealed record RecordProblem(string Pointer, string Keyword, string Code, string Message, string MessageEn);

/// <summary>A refused record without what was sent.</summary>
public sealed record RefusedRow(string Id, string Sender, string Interface, string BatchId, int Index, string? RecordId, DateTimeOffset ReceivedAt, IReadOnlyList<RecordProblem> Problems)
{
    /// <summary>When it was set right at the desk.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    public string? ResolvedBy { get; init; }
}

/// <summary>What became of a corrected record: <c>accepted</c>, <c>duplicate</c> or <c>stale</c>.</summary>
public sealed record Resubmitted(string Id, string BatchId, string Result);

public sealed record RefusedRows(IReadOnlyList<RefusedRow> Items)
{
    public string? Next { get; init; }
}

/// <summary>One refused record; sensitive values are hidden by the deployment.</summary>
/// <param name="Sent">As it was sent, indented; cut where it is no JSON.</param>
public sealed record RefusedFacts(RefusedRow Kept, string Sent, bool Whole);

public sealed record FoundRecord(string Key, string Dataset, string RecordId, string Owner, long Rev, long Position);

public sealed record RecordsFound(IReadOnlyList<FoundRecord> Records, IReadOnlyList<RefusedRow> Refused, bool More);

/// <summary>One revision as it was taken.</summary>
public sealed record Revision(long Position, long Rev, string Interface, string Regions, DateTimeOffset AcceptedAt, string Record);

public sealed record RecordLife(string Key, string RecordId, string Owner, long Rev, IReadOnlyList<Revision> Revisions, IReadOnlyList<RefusedRow> Refused);

/// <summary>One line of a life: taken or refused.</summary>
internal sealed record LifeLine(DateTimeOffset At, Revision? Taken, RefusedRow? Refused);

