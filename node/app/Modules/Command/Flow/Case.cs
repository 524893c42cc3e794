namespace CityOps.Node.Modules.Command.Flow;

/// <summary>
/// 案件: one reported problem on its way from 发现 to 结案, as the city keeps it. Immutable; every move makes a new one
/// with the next version. The version is the revision of its MG-01 record and the number of its newest flow row.
/// </summary>
internal sealed record Case
{
    public required string CaseNo { get; init; }

    public required CaseReport Report { get; init; }

    public required CaseState State { get; init; }

    public required long Version { get; init; }

    /// <summary>Business time of the newest move.</summary>
    public required DateTimeOffset LastAt { get; init; }

    public required DateTimeOffset ReportTime { get; init; }

    public DateTimeOffset? AcceptTime { get; init; }

    public DateTimeOffset? FileTime { get; init; }

    public int? ConditionNo { get; init; }

    public DateTimeOffset? DispatchTime { get; init; }

    public CaseDispatch? Dispatch { get; init; }

    /// <summary>处置截止时间, moved by extensions and by the time the clock stood still.</summary>
    public DateTimeOffset? Deadline { get; init; }

    public DateTimeOffset? DisposeTime { get; init; }

    public bool? DisposeOvertime { get; init; }

    public DateTimeOffset? CheckTime { get; init; }

    public DateTimeOffset? CloseTime { get; init; }

    public string? CloseType { get; init; }

    public int? CloseConditionNo { get; init; }

    public string? Satisfaction { get; init; }

    public int ReworkTimes { get; init; }

    public int PostponeTimes { get; init; }

    /// <summary>延期 under way: 0 none, 1 waits for the department, 2 waits for the dispatcher.</summary>
    public int PostponeStage { get; init; }

    public int HangTimes { get; init; }

    public DateTimeOffset? HangUntil { get; init; }

    /// <summary>A department gave the case back and nobody has handled it since: no closing until somebody has.</summary>
    public bool DepartmentReturned { get; init; }

    public bool Supervised { get; init; }

    /// <summary>When the handling clock was stopped (挂账, confirmed and out for checking); null while it runs.</summary>
    public DateTimeOffset? ClockStoppedAt { get; init; }

    /// <summary>Until when the desk whose turn it is must act; null where no limit is set.</summary>
    public DateTimeOffset? NodeDeadline { get; init; }

    /// <summary>The acceptance limit, kept while a verify task is out.</summary>
    public DateTimeOffset? AcceptDeadline { get; init; }

    /// <summary>The newest answer to a verify task; null while it is out.</summary>
    public string? VerifyResult { get; init; }

    /// <summary>Media of the report and of all moves.</summary>
    public int MediaCount { get; init; }
}

/// <summary>案件流转: one row of the case's history, MG-02; rows are numbered from 1 without gap.</summary>
internal sealed record FlowRow
{
    public required string FlowId { get; init; }

    public required string CaseNo { get; init; }

    public required long Seq { get; init; }

    public required string Node { get; init; }

    public required string Action { get; init; }

    public CaseState? FromState { get; init; }

    public required CaseState ToState { get; init; }

    public required string FromOrg { get; init; }

    public required string FromUser { get; init; }

    public string? ToOrg { get; init; }

    public string? ToUser { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public required DateTimeOffset EndTime { get; init; }

    public DateTimeOffset? NodeDeadline { get; init; }

    public required long UsedSec { get; init; }

    public bool? Overtime { get; init; }

    public string? Opinion { get; init; }
}

/// <summary>One media row as numbered by the module, with the flow row it came with.</summary>
internal sealed record MediaRow(string MediaId, string CaseNo, string FlowId, CaseMedia Media);

/// <summary>What one move changes: the case after it, its flow row, its media.</summary>
internal sealed record CaseStep(Case Case, FlowRow Row, IReadOnlyList<MediaRow> Media);
