namespace CityOps.Hub.Subscriptions.Corrections;

/// <summary>校核纠错状态 (domain.md 4.5).</summary>
public enum CorrectionState
{
    /// <summary>The source has not answered.</summary>
    Open,

    /// <summary>已更正: a newer revision has been accepted.</summary>
    Corrected,

    /// <summary>核实无误: the value holds.</summary>
    Confirmed,

    /// <summary>不予受理: not a matter for the source; the opinion says why.</summary>
    Rejected,

    /// <summary>Taken back by who asked.</summary>
    Withdrawn,
}

/// <summary>校核纠错: whoever gets a record says that one of its values is wrong; its source answers within ten working days.</summary>
/// <param name="Id">32 hex digits that grow with time.</param>
/// <param name="Pointer">JSON pointer of the value, its first part a field of the dataset.</param>
/// <param name="Source">Who answers: the record's owner, or the platform below through which it came.</param>
/// <param name="Said">The value as JSON text when it was pointed at; empty where there was none.</param>
/// <param name="Wanted">What it should say, in words or as JSON.</param>
public sealed record Correction(
    string Id, string Interface, string RecordId, long Rev, string Pointer, string Source, string AskedBy, DateTimeOffset AskedAt, DateTimeOffset ReplyDue, string Said, string Wanted, string Reason, CorrectionState State)
{
    public string? AnsweredBy { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public string? Opinion { get; init; }

    /// <summary>The revision that set it right.</summary>
    public long? NewRev { get; init; }
}

/// <summary>What is sent to ask: <c>POST /subscriptions/v1/corrections</c>.</summary>
internal sealed record CorrectionBody(string Interface, string RecordId, string Pointer, string Wanted, string Reason)
{
    /// <summary>For which subscriber; needed of people and tools, platforms ask for themselves.</summary>
    public string? Platform { get; init; }
}

/// <summary>What the source answers: <c>corrected</c>, <c>confirmed</c> or <c>rejected</c>, with its opinion in words.</summary>
internal sealed record CorrectionAnswer(string Answer, string Opinion);

/// <summary>What of the corrections is asked for; null does not narrow.</summary>
/// <param name="Party">Those that this platform asked or has to answer.</param>
/// <param name="DueBefore">Open ones whose answer was due before then.</param>
/// <param name="Before">The last id of the page before; the newest come first.</param>
internal sealed record CorrectionSearch(string? Party, string? Source, string? AskedBy, string? State, string? Record, DateTimeOffset? DueBefore, string? Before, int Most);
