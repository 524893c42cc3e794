using CityOps.Schemas;

namespace CityOps.Node.Modules.Command;

/// <summary>Every way the command room says no.</summary>
internal static class CommandRefusals
{
    public static readonly Refusal NotYours = new("insufficient-scope", "E1008", RefusalKind.Forbidden,
        "不在本人权限范围内", "Not within the rights of the caller");

    public static readonly Refusal IllegalMove = new("illegal-move", "E4004", RefusalKind.Unprocessable,
        "案件当前状态不允许该动作", "The case's state does not allow this move");

    public static readonly Refusal ReturnedCase = new("returned-case", "E4004", RefusalKind.Unprocessable,
        "部门回退的案件须重新派遣处置，不得直接结案", "A case a department gave back must be handled before it is closed");

    public static readonly Refusal PostponeLimit = new("postpone-limit", "E4004", RefusalKind.Unprocessable,
        "延期不符合规定：最多两次、须在到期前申请、且不得重复申请", "An extension must be asked before expiry, one at a time, twice at most");

    public static readonly Refusal HangLimit = new("hang-limit", "E4004", RefusalKind.Unprocessable,
        "挂账不符合规定：最多一次，且不超过一年", "A case is suspended once at most, and for a year at most");

    public static readonly Refusal MissingField = new("missing-field", "E4005", RefusalKind.Unprocessable,
        "缺少该动作必填的内容", "The move lacks something it needs");

    public static readonly Refusal UnusedField = new("unused-field", "E3005", RefusalKind.Unprocessable,
        "该动作不使用所填的内容", "The move has no use for a member it carries");

    public static readonly Refusal TimeOrder = new("time-order", "E4001", RefusalKind.Unprocessable,
        "业务时间先后不符", "Times are out of order");

    public static readonly Refusal UnknownLimit = new("unknown-limit", "E4102", RefusalKind.Unprocessable,
        "暂不支持该时限类型", "This kind of time limit is not supported yet");

    public static readonly Refusal BadValue = new("bad-value", "E3003", RefusalKind.Unprocessable,
        "内容不符合数据标准", "A value does not fit the data standard");

    public static readonly Refusal TooManyMoves = new("too-many-moves", "E2004", RefusalKind.TooLarge,
        "一次办理的案件过多", "Too many moves in one call");

    public static readonly Refusal BadQuery = new("bad-query", "", RefusalKind.Invalid,
        "查询参数不正确", "A query parameter is wrong");

    public static readonly Refusal WrongRegion = new("wrong-district", "E4002", RefusalKind.Unprocessable,
        "区县不在本平台辖区内", "The district is outside this platform's region");

    public static readonly Refusal TaskNumTaken = new("task-num-taken", "", RefusalKind.Conflict,
        "任务号已用于另一案件", "The task number belongs to another case");

    public static readonly Refusal NoSuchCase = new("no-such-case", "", RefusalKind.NotFound,
        "没有该案件", "There is no such case");

    public static readonly Refusal VersionConflict = new("version-conflict", "", RefusalKind.Conflict,
        "案件已被更新，请按当前版本重试", "The case has moved on; look at its current version");

    /// <summary>All of them, for the test that proves names unique and for the documentation.</summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        IllegalMove, ReturnedCase, PostponeLimit, HangLimit, MissingField, UnusedField, TimeOrder, UnknownLimit, BadValue,
        TooManyMoves, BadQuery, WrongRegion, TaskNumTaken, NoSuchCase, VersionConflict,
    ];

    public static Refusal Missing(string member) => MissingField with
    {
        Detail = $"缺少 {member}",
        DetailEn = $"{member} is missing",
        Fields = [new FieldError("/" + member, "必填 required")],
    };
}
