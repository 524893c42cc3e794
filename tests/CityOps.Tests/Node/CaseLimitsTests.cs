using CityOps.Schemas.Calendars;
using CityOps.Node.Modules.Command.Flow;
using CityOps.Schemas;
using Xunit;
using static CityOps.Node.Modules.Command.Flow.CaseAction;

namespace CityOps.Tests.Node;

public sealed class CaseLimitsTests
{
    [Theory]
    [InlineData("UM", 30, 30)]
    [InlineData("UH", 4, 240)]
    [InlineData("ND", 2, 2880)]
    public void Natural_and_urgent_time_runs_without_pause(string type, int value, int minutes)
    {
        Assert.Equal(ACase.Morning.AddMinutes(minutes), ACase.Value(CaseLimits.Deadline(WorkSchedule.Standard, ACase.Morning, type, value)));
    }

    [Theory]
    [InlineData("XX", 1, "unknown-limit")]
    [InlineData("ND", 0, "bad-value")]
    [InlineData("ND", 401, "bad-value")]
    [InlineData("WD", 300, "bad-value")]
    [InlineData("UH", int.MaxValue, "bad-value")]
    public void Other_limits_are_refused_in_plain_words(string type, int value, string name)
    {
        var refusal = CaseLimits.Deadline(WorkSchedule.Standard, ACase.Morning, type, value).Match<Refusal?>(_ => null, r => r);

        Assert.Equal(name, refusal?.Name);
        Assert.NotNull(refusal?.Detail);
    }

    [Theory]
    [InlineData("WH", 4, "2026-04-03T17:00:00", "2026-04-07T11:00:00")]
    [InlineData("WD", 1, "2026-04-03T17:00:00", "2026-04-07T17:00:00")]
    public void Working_limits_follow_the_calendar_of_the_city(string type, int value, string dispatched, string deadline) =>
        Assert.Equal(China(deadline), ACase.Value(CaseLimits.Deadline(WorkSchedule.Standard, China(dispatched), type, value)));

    [Fact]
    public void A_pause_adds_the_working_time_in_it_to_a_working_limit_and_all_of_it_to_another()
    {
        var (friday, tuesday) = (China("2026-04-03T17:00:00"), China("2026-04-07T09:00:00"));
        var deadline = China("2026-04-03T18:00:00");

        Assert.Equal(China("2026-04-07T10:00:00"), CaseLimits.Moved(WorkSchedule.Standard, deadline, "WH", friday, tuesday));
        Assert.Equal(deadline + (tuesday - friday), CaseLimits.Moved(WorkSchedule.Standard, deadline, "UH", friday, tuesday));
    }

    [Fact]
    public void The_limit_runs_from_the_dispatch()
    {
        var dispatched = ACase.After(Accept, CaseAction.File, Dispatch);

        Assert.Equal(dispatched.DispatchTime + TimeSpan.FromHours(4), dispatched.Deadline);
    }

    [Fact]
    public void A_suspension_stops_the_clock_and_no_longer_than_it_was_granted()
    {
        var handling = ACase.After(ACase.ToHandling);
        var hung = handling.Then(Hang);

        var early = hung.ThenAt(Resume, hung.LastAt.AddDays(3));
        var late = hung.ThenAt(Resume, hung.HangUntil!.Value.AddDays(5));

        Assert.Equal(handling.Deadline!.Value.AddDays(3), early.Deadline);
        Assert.Equal(handling.Deadline.Value + (hung.HangUntil.Value - hung.LastAt), late.Deadline);
        Assert.Equal("hang-limit", ACase.Refused(early, Hang).Name);
    }

    [Fact]
    public void A_suspension_lasts_a_year_at_most()
    {
        var handling = ACase.After(ACase.ToHandling);
        var move = ACase.Move(Hang, handling.LastAt);

        Assert.Equal("hang-limit", ACase.Refused(handling, move with { HangUntil = handling.LastAt.AddYears(1).AddSeconds(1) }).Name);
        Assert.Equal("hang-limit", ACase.Refused(handling, move with { HangUntil = handling.LastAt }).Name);
        Assert.Equal(CaseState.Suspended, ACase.Value(CaseFlow.Advance(handling, move with { HangUntil = handling.LastAt.AddYears(1) }, ACase.Later, WorkSchedule.Standard)).Case.State);
    }

    [Fact]
    public void Time_spent_in_checking_is_not_charged_to_the_department()
    {
        var confirmed = ACase.After([.. ACase.ToHandling, Handle, Confirm]);

        var failed = confirmed.Then(Check).ThenAt(CheckFail, confirmed.LastAt.AddHours(30));

        Assert.Equal(confirmed.Deadline!.Value.AddHours(30), failed.Deadline);
        Assert.Equal(1, failed.ReworkTimes);
        Assert.Null(failed.DisposeTime);
    }

    [Fact]
    public void An_extension_adds_one_original_limit_and_two_are_the_most()
    {
        var handling = ACase.After(ACase.ToHandling);
        var once = handling.Then(Postpone).Then(PostponeReview).Then(PostponeApprove);
        var twice = once.Then(Postpone).Then(PostponeReview).Then(PostponeApprove);

        Assert.Equal(handling.Deadline!.Value.AddHours(8), twice.Deadline);
        Assert.Equal(2, twice.PostponeTimes);
        Assert.Equal("postpone-limit", ACase.Refused(twice, Postpone).Name);
    }

    [Fact]
    public void An_extension_is_asked_before_expiry_and_decided_by_department_then_dispatcher()
    {
        var handling = ACase.After(ACase.ToHandling);
        var asked = handling.Then(Postpone);

        Assert.Equal("postpone-limit", ACase.Refused(handling, ACase.Move(Postpone, handling.Deadline)).Name);
        Assert.Equal("illegal-move", ACase.Refused(asked, PostponeApprove).Name);
        Assert.Equal("postpone-limit", ACase.Refused(asked, Postpone).Name);
        Assert.Equal(handling.Deadline, asked.Then(PostponeRefuse).Deadline);
        Assert.Equal("illegal-move", ACase.Refused(asked.Then(PostponeRefuse), PostponeApprove).Name);
    }

    [Fact]
    public void The_acceptance_limit_stands_still_while_a_verify_task_is_out()
    {
        var verifying = ACase.Reported().ThenAt(Verify, ACase.Morning.AddMinutes(5));
        var answered = verifying.ThenAt(VerifyAnswer, ACase.Morning.AddMinutes(25));

        Assert.Equal(ACase.Morning.AddMinutes(35), verifying.NodeDeadline);
        Assert.Equal(ACase.Morning.AddMinutes(35), answered.NodeDeadline);
        Assert.Equal(ACase.Morning.AddMinutes(15), ACase.Reported().NodeDeadline);
    }

    [Fact]
    public void A_case_confirmed_after_its_deadline_is_overdue_for_good()
    {
        var handling = ACase.After(ACase.ToHandling);

        var late = handling.ThenAt(Handle, handling.Deadline!.Value.AddMinutes(-1)).ThenAt(Confirm, handling.Deadline.Value.AddMinutes(1));

        Assert.True(late.DisposeOvertime);
        Assert.True(late.Then(Check).Then(CheckPass).Then(Close).DisposeOvertime);
    }

    private static DateTimeOffset China(string local) =>
        DateTimeOffset.Parse(local + "+08:00", System.Globalization.CultureInfo.InvariantCulture);
}
