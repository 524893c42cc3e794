namespace CityOps.Portal.Corrections;

/// <summary>校核纠错 as the deployment tells of it; sensitive values are hidden there.</summary>
public sealed record CorrectionRow(
    string Id, string Interface, string RecordId, long Rev, string Pointer, string Source, string Platform, DateTimeOffset AskedAt, DateTimeOffset ReplyDue, bool Overdue, string Said, string Wanted, string Reason, string State)
{
    public string? AnsweredBy { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public string? Opinion { get; init; }

    public long? NewRev { get; init; }

    /// <summary>The record as <c>/records/life</c> knows it.</summary>
    public string Key => $"{Interface[..Math.Max(0, Interface.IndexOf(".v", StringComparison.Ordinal))]} {RecordId}";
}

public sealed record CorrectionRows(IReadOnlyList<CorrectionRow> Items)
{
    public string? Next { get; init; }
}
