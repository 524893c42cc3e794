using System.Text.Json.Serialization;

namespace CityOps.Node.Modules.Command.Flow;

/// <summary>What can be done to a case. The wire name is the member name in kebab case.</summary>
[JsonConverter(typeof(CaseActionConverter))]
internal enum CaseAction
{
    [JsonStringEnumMemberName("accept")] Accept,
    [JsonStringEnumMemberName("verify")] Verify,
    [JsonStringEnumMemberName("verify-answer")] VerifyAnswer,
    [JsonStringEnumMemberName("refuse")] Refuse,
    [JsonStringEnumMemberName("file")] File,
    [JsonStringEnumMemberName("not-file")] NotFile,
    [JsonStringEnumMemberName("dispatch")] Dispatch,
    [JsonStringEnumMemberName("send-back")] SendBack,
    [JsonStringEnumMemberName("sign")] Sign,
    [JsonStringEnumMemberName("return")] Return,
    [JsonStringEnumMemberName("hand-back")] HandBack,
    [JsonStringEnumMemberName("handle")] Handle,
    [JsonStringEnumMemberName("postpone")] Postpone,
    [JsonStringEnumMemberName("postpone-review")] PostponeReview,
    [JsonStringEnumMemberName("postpone-approve")] PostponeApprove,
    [JsonStringEnumMemberName("postpone-refuse")] PostponeRefuse,
    [JsonStringEnumMemberName("hang")] Hang,
    [JsonStringEnumMemberName("resume")] Resume,
    [JsonStringEnumMemberName("confirm")] Confirm,
    [JsonStringEnumMemberName("department-return")] DepartmentReturn,
    [JsonStringEnumMemberName("check")] Check,
    [JsonStringEnumMemberName("check-pass")] CheckPass,
    [JsonStringEnumMemberName("check-fail")] CheckFail,
    [JsonStringEnumMemberName("rework")] Rework,
    [JsonStringEnumMemberName("close")] Close,
    [JsonStringEnumMemberName("force-close")] ForceClose,
    [JsonStringEnumMemberName("void")] Void,
    [JsonStringEnumMemberName("supervise")] Supervise,
}

/// <summary>Names only: a bare number is no action.</summary>
internal sealed class CaseActionConverter() : JsonStringEnumConverter<CaseAction>(null, allowIntegerValues: false);

/// <summary>
/// 流转动作: one move, the body of <c>POST /api/command/cases/{caseNo}/moves</c>. Which members a move needs is said by
/// <see cref="CaseGuards"/>; a member the move does not use is refused, so that nothing told is dropped in silence.
/// </summary>
internal sealed record CaseMove
{
    public required CaseAction Action { get; init; }

    /// <summary>The version the caller saw; the move happens on that version or not at all.</summary>
    public required long ExpectVersion { get; init; }

    /// <summary>补录: when it happened; not before the move before it, not in the future; the clock when absent.</summary>
    public DateTimeOffset? At { get; init; }

    public required string FromOrg { get; init; }

    public required string FromUser { get; init; }

    public string? ToOrg { get; init; }

    public string? ToUser { get; init; }

    /// <summary>Required to refuse, return, rework, hang, force, void and the like.</summary>
    public string? Opinion { get; init; }

    /// <summary>立案 or 结案 condition chosen from the standard; required to file and to close.</summary>
    public int? ConditionNo { get; init; }

    /// <summary>Filing only: puts the class or the place right. All three, or none, of the class.</summary>
    public CasePlacing? Placing { get; init; }

    /// <summary>Dispatching only, and required there.</summary>
    public CaseDispatch? Dispatch { get; init; }

    /// <summary>verifyResult: 1 true, 2 not true, 3 could not be told. Required for a verify answer.</summary>
    public string? Result { get; init; }

    /// <summary>Required to hang; at most one year ahead.</summary>
    public DateTimeOffset? HangUntil { get; init; }

    /// <summary>Closing only: 1 (default), 3 or 4.</summary>
    public string? CloseType { get; init; }

    /// <summary>Closing only: list satisfaction.</summary>
    public string? Satisfaction { get; init; }

    /// <summary>Closing as merged (closeType 4) only, and required there.</summary>
    public string? DuplicateOf { get; init; }

    // The generated reader sets every init member: what the body does not name arrives as null.
    public IReadOnlyList<CaseMedia> Media { get => field ?? []; init; } = [];
}

/// <summary>Class and place as the filing desk settles them; absent members stay as reported.</summary>
internal sealed record CasePlacing
{
    public string? TypeClass { get; init; }

    public string? BigClass { get; init; }

    public string? SmallClass { get; init; }

    public string? SmallName { get; init; }

    public string? ComponentId { get; init; }

    public decimal? Lon { get; init; }

    public decimal? Lat { get; init; }

    public string? GridCode { get; init; }
}

/// <summary>派遣: who is to act and within what time.</summary>
internal sealed record CaseDispatch
{
    public required string DisposeOrgCode { get; init; }

    public required string DisposeOrgName { get; init; }

    public required string LimitType { get; init; }

    public required int LimitValue { get; init; }
}
