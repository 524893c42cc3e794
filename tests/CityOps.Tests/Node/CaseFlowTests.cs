using CityOps.Schemas.Calendars;
using CityOps.Node.Modules.Command;
using CityOps.Node.Modules.Command.Flow;
using Xunit;
using static CityOps.Node.Modules.Command.Flow.CaseAction;

namespace CityOps.Tests.Node;

public sealed class CaseFlowTests
{
    [Fact]
    public void A_case_goes_the_whole_way_to_closure()
    {
        var closed = ACase.After([.. ACase.ToClosing, Close]);

        Assert.Equal(CaseState.Closed, closed.State);
        Assert.Equal("1", closed.CloseType);
        Assert.Equal(10, closed.Version);
    }

    [Fact]
    public void Every_row_of_the_table_leads_where_it_says()
    {
        foreach (var rule in CaseMoves.All)
        {
            var before = Sample(rule.From, rule.Action);

            var after = before.Then(rule.Action);

            Assert.Equal(rule.To, after.State);
        }
    }

    [Fact]
    public void Every_pair_outside_the_table_is_refused_with_a_stable_code()
    {
        var illegal =
            from state in Enum.GetValues<CaseState>()
            from action in Enum.GetValues<CaseAction>()
            where CaseMoves.Find(state, action) is null
            select (state, action);
        var tried = 0;

        foreach (var (state, action) in illegal)
        {
            var refusal = ACase.Refused(Sample(state, Supervise), action);

            Assert.Equal(("illegal-move", "E4004"), (refusal.Name, refusal.Code));
            tried++;
        }

        Assert.Equal((16 * 28) - CaseMoves.All.Count, tried);
    }

    [Fact]
    public void The_table_knows_every_state_and_every_action()
    {
        Assert.Equal(Enum.GetValues<CaseState>().ToHashSet(), CaseMoves.All.SelectMany(r => new[] { r.From, r.To }).ToHashSet());
        Assert.Equal(Enum.GetValues<CaseAction>().ToHashSet(), CaseMoves.All.Select(r => r.Action).ToHashSet());
        Assert.DoesNotContain(CaseMoves.All, r => r.From.IsEnd());
    }

    [Theory]
    [InlineData(nameof(Refuse))]
    [InlineData(nameof(Verify), nameof(VerifyAnswer), nameof(Accept), nameof(NotFile))]
    [InlineData(nameof(Accept), nameof(CaseAction.File), nameof(SendBack))]
    [InlineData(nameof(Accept), nameof(CaseAction.File), nameof(Dispatch), nameof(Return))]
    [InlineData(nameof(Accept), nameof(CaseAction.File), nameof(Dispatch), nameof(Sign), nameof(HandBack))]
    [InlineData(nameof(Accept), nameof(CaseAction.File), nameof(Dispatch), nameof(Sign), nameof(Hang))]
    [InlineData(nameof(Accept), nameof(CaseAction.File), nameof(Dispatch), nameof(Sign), nameof(Handle), nameof(Confirm), nameof(Rework))]
    [InlineData(nameof(Accept), nameof(CaseAction.Void))]
    [InlineData(nameof(Accept), nameof(CaseAction.File), nameof(Dispatch), nameof(ForceClose))]
    public void The_last_of_these_moves_needs_a_reason(params string[] names)
    {
        var actions = names.Select(Enum.Parse<CaseAction>).ToArray();
        var before = ACase.After(actions[..^1]);

        var refusal = ACase.Refused(before, ACase.Move(actions[^1], before.LastAt) with { Opinion = "  " });

        Assert.Equal("E4005", refusal.Code);
        Assert.Equal("/opinion", Assert.Single(refusal.Fields).At);
    }

    [Fact]
    public void A_returned_case_is_not_closed_by_force_until_somebody_has_handled_it()
    {
        var returned = ACase.After(Accept, CaseAction.File, Dispatch, Return);
        var dispatchedAgain = returned.Then(Dispatch);

        Assert.Equal("returned-case", ACase.Refused(returned, ForceClose).Name);
        Assert.Equal("returned-case", ACase.Refused(dispatchedAgain, ForceClose).Name);
        Assert.Equal("returned-case", ACase.Refused(dispatchedAgain.Then(Sign), ForceClose).Name);
        Assert.Equal(CaseState.ForceClosed, dispatchedAgain.Then(Sign).Then(Handle).Then(ForceClose).State);
    }

    [Fact]
    public void A_verify_answer_decides_what_the_acceptor_may_do()
    {
        var verifying = ACase.After(Verify);
        Case Answered(string result) => ACase.Value(CaseFlow.Advance(verifying, ACase.Move(VerifyAnswer, verifying.LastAt) with { Result = result }, ACase.Later, WorkSchedule.Standard)).Case;

        Assert.Equal("illegal-move", ACase.Refused(verifying, Accept).Name);
        Assert.Equal("illegal-move", ACase.Refused(Answered("1"), Refuse).Name);
        Assert.Equal("illegal-move", ACase.Refused(Answered("2"), Accept).Name);
        Assert.Equal(CaseState.NotAccepted, Answered("2").Then(Refuse).State);
        Assert.Equal(CaseState.ToBeFiled, Answered("3").Then(Accept).State);
        Assert.Equal("illegal-move", ACase.Refused(Answered("1"), VerifyAnswer).Name);
    }

    [Fact]
    public void A_member_the_move_does_not_use_is_refused_not_dropped()
    {
        var refusal = ACase.Refused(ACase.Reported(), ACase.Move(Accept, ACase.Morning) with { CloseType = "1" });

        Assert.Equal("unused-field", refusal.Name);
        Assert.Equal("/closeType", Assert.Single(refusal.Fields).At);
    }

    [Fact]
    public void Time_neither_runs_back_nor_ahead()
    {
        var reported = ACase.Reported();

        Assert.Equal("E4001", ACase.Refused(reported, ACase.Move(Accept, ACase.Morning.AddMinutes(-1))).Code);
        Assert.Equal("E4001", ACase.Refused(reported, ACase.Move(Accept, ACase.Later.AddSeconds(1))).Code);
        Assert.Equal(ACase.Later, ACase.Value(CaseFlow.Advance(reported, ACase.Move(Accept), ACase.Later, WorkSchedule.Standard)).Case.AcceptTime);
    }

    [Fact]
    public void A_clock_set_back_does_not_stop_the_work()
    {
        var reported = ACase.Reported();

        var accepted = ACase.Value(CaseFlow.Advance(reported, ACase.Move(Accept), ACase.Morning.AddHours(-1), WorkSchedule.Standard)).Case;

        Assert.Equal(reported.LastAt, accepted.AcceptTime);
    }

    [Fact]
    public void Media_are_numbered_through_the_whole_case()
    {
        var handling = ACase.After(ACase.ToHandling);
        var handed = ACase.Value(CaseFlow.Advance(handling, ACase.Move(Handle, handling.LastAt) with { Media = [ACase.Photo("7")] }, ACase.Later, WorkSchedule.Standard));

        Assert.Equal(["3401022026033100001-M1", "3401022026033100001-M2"], ACase.Open().Media.Select(m => m.MediaId));
        Assert.Equal("3401022026033100001-M3", Assert.Single(handed.Media).MediaId);
        Assert.Equal(3, handed.Case.MediaCount);
        Assert.Equal(handed.Row.FlowId, handed.Media[0].FlowId);
    }

    [Fact]
    public void Filing_may_put_class_and_place_right()
    {
        var accepted = ACase.After(Accept);
        var placing = new CasePlacing { TypeClass = "E", BigClass = "01", SmallClass = "10", SmallName = "暴露垃圾", Lon = 117.4m, Lat = 31.8m };

        var filed = ACase.Value(CaseFlow.Advance(accepted, ACase.Move(CaseAction.File, accepted.LastAt) with { Placing = placing }, ACase.Later, WorkSchedule.Standard)).Case;

        Assert.Equal(("10", "暴露垃圾", 117.4m), (filed.Report.SmallClass, filed.Report.SmallName, filed.Report.Lon));
        Assert.Equal("E4005", ACase.Refused(accepted, ACase.Move(CaseAction.File, accepted.LastAt) with { Placing = new CasePlacing { BigClass = "02" } }).Code);
    }

    [Fact]
    public void Refusals_have_names_of_their_own()
    {
        Assert.Equal(CommandRefusals.All.Count, CommandRefusals.All.Select(r => r.Name).Distinct().Count());
        Assert.All(CommandRefusals.All, r => Assert.Matches("^[a-z]+(-[a-z]+)*$", r.Name));
    }

    /// <summary>A case standing in that state, ready for that action.</summary>
    private static Case Sample(CaseState state, CaseAction next)
    {
        var answered = ACase.Value(CaseFlow.Advance(ACase.After(Verify, VerifyAnswer) with { VerifyResult = "3" }, ACase.Move(Supervise, ACase.Later), ACase.Later, WorkSchedule.Standard)).Case;
        CaseAction[] handling = [.. ACase.ToHandling];
        var sample = state switch
        {
            CaseState.Reported => ACase.Reported(),
            CaseState.Verifying => next is VerifyAnswer ? ACase.After(Verify) : answered with { LastAt = ACase.Morning.AddHours(1) },
            CaseState.NotAccepted => ACase.After(Refuse),
            CaseState.ToBeFiled => ACase.After(Accept),
            CaseState.NotFiled => ACase.After(Accept, NotFile),
            CaseState.ToBeDispatched => ACase.After(Accept, CaseAction.File),
            CaseState.AwaitingSign => ACase.After(Accept, CaseAction.File, Dispatch),
            CaseState.InHandling => ACase.After(handling),
            CaseState.Suspended => ACase.After([.. handling, Hang]),
            CaseState.Handled => ACase.After([.. handling, Handle]),
            CaseState.ToBeChecked => ACase.After([.. handling, Handle, Confirm]),
            CaseState.Checking => ACase.After([.. handling, Handle, Confirm, Check]),
            CaseState.ToBeClosed => ACase.After(ACase.ToClosing),
            CaseState.Closed => ACase.After([.. ACase.ToClosing, Close]),
            CaseState.ForceClosed => ACase.After([.. handling, ForceClose]),
            _ => ACase.After(Accept, CaseAction.Void),
        };
        return next switch
        {
            PostponeReview or PostponeRefuse => sample.Then(Postpone),
            PostponeApprove => sample.Then(Postpone).Then(PostponeReview),
            _ => sample,
        };
    }
}
