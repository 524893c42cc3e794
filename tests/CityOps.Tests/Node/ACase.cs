using CityOps.Schemas.Calendars;
using CityOps.Node.Modules.Command.Flow;
using CityOps.Schemas;

namespace CityOps.Tests.Node;

/// <summary>Builds cases and moves for the tests of the command room.</summary>
internal static class ACase
{
    public static readonly DateTimeOffset Morning = new(2026, 3, 31, 8, 0, 0, TimeSpan.FromHours(8));

    public static readonly DateTimeOffset Later = Morning.AddYears(3);

    public static CaseReport Report(string taskNum = "T-1", string district = "340102") => new()
    {
        TaskNum = taskNum,
        SourceCode = "01",
        TypeClass = "E",
        BigClass = "01",
        SmallClass = "12",
        SmallName = "道路不洁",
        Description = "路面有垃圾",
        Address = "合肥市瑶海区长江东路1号",
        Lon = 117.305m,
        Lat = 31.861m,
        GridCode = district + "001001001",
        DistrictCode = district,
        Urgency = "1",
        ReporterKind = "1",
        ReporterPhone = "13812345678",
        FromOrg = "信息采集公司",
        FromUser = "王师傅",
        Media = [Photo("1"), Photo("2")],
    };

    public static CaseMedia Photo(string phase) => new()
    {
        MediaType = "1",
        Phase = phase,
        FileName = "a.jpg",
        SizeBytes = 1000,
        Digest = new string('a', 64),
        ShootTime = Morning,
    };

    public static Case Reported() => Open().Case;

    public static CaseStep Open() => Value(CaseFlow.Open(Report() with { At = Morning }, "3401022026033100001", Later));

    /// <summary>A move with everything its action needs, so that only order and time can refuse it.</summary>
    public static CaseMove Move(CaseAction action, DateTimeOffset? at = null) => new()
    {
        Action = action,
        ExpectVersion = 1,
        At = at,
        FromOrg = "指挥中心",
        FromUser = "李工",
        Opinion = "情况属实",
        ConditionNo = action is CaseAction.File or CaseAction.Close ? 1 : null,
        Dispatch = action is CaseAction.Dispatch ? new CaseDispatch { DisposeOrgCode = "340102-1", DisposeOrgName = "环卫处", LimitType = "UH", LimitValue = 4 } : null,
        Result = action is CaseAction.VerifyAnswer ? "1" : null,
        HangUntil = action is CaseAction.Hang ? (at ?? Morning).AddDays(30) : null,
    };

    /// <summary>The case after these actions, ten minutes apart.</summary>
    public static Case After(params CaseAction[] actions) => actions.Aggregate(Reported(), Then);

    /// <summary>One more action, ten minutes after the last.</summary>
    public static Case Then(this Case current, CaseAction action) =>
        Value(CaseFlow.Advance(current, Move(action, current.LastAt.AddMinutes(10)), Later, WorkSchedule.Standard)).Case;

    public static Case ThenAt(this Case current, CaseAction action, DateTimeOffset at) =>
        Value(CaseFlow.Advance(current, Move(action, at), Later, WorkSchedule.Standard)).Case;

    public static readonly CaseAction[] ToHandling = [CaseAction.Accept, CaseAction.File, CaseAction.Dispatch, CaseAction.Sign];

    public static readonly CaseAction[] ToClosing = [.. ToHandling, CaseAction.Handle, CaseAction.Confirm, CaseAction.Check, CaseAction.CheckPass];

    public static Refusal Refused(Case current, CaseMove move) =>
        CaseFlow.Advance(current, move, Later, WorkSchedule.Standard).Match(_ => throw new InvalidOperationException($"{move.Action} was not refused"), r => r);

    public static Refusal Refused(Case current, CaseAction action) => Refused(current, Move(action, current.LastAt.AddMinutes(10)));

    public static T Value<T>(Outcome<T> outcome) =>
        outcome.Match(v => v, r => throw new InvalidOperationException($"{r.Name}: {r.DetailEn ?? r.TitleEn}"));
}
