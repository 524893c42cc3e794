using CityOps.Schemas.Calendars;
using CityOps.Node.Generation;
using CityOps.Node.Modules.Command.Flow;
using Xunit;

namespace CityOps.Tests.Node;

/// <summary>Random walks through the flow: whatever is tried, in whatever order, the promises hold.</summary>
public sealed class CaseWalkTests
{
    private static readonly CaseAction[] Actions = Enum.GetValues<CaseAction>();

    [Fact]
    public void Wherever_a_walk_leads_rows_have_no_gap_and_versions_grow_by_one()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var steps = Walk(seed, 60);

            Assert.Equal(Enumerable.Range(1, steps.Count).Select(i => (long)i), steps.Select(s => s.Row.Seq));
            Assert.Equal(Enumerable.Range(1, steps.Count).Select(i => (long)i), steps.Select(s => s.Case.Version));
            for (var i = 1; i < steps.Count; i++)
            {
                Assert.Equal(steps[i - 1].Row.ToState, steps[i].Row.FromState);
                Assert.Equal(steps[i].Case.State, steps[i].Row.ToState);
                Assert.True(steps[i - 1].Row.EndTime <= steps[i].Row.EndTime);
            }
        }
    }

    [Fact]
    public void Wherever_a_walk_leads_the_rules_of_MG_01_hold()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            foreach (var step in Walk(seed, 60))
            {
                Assert.Null(BrokenRule(step.Case));
            }
        }
    }

    [Fact]
    public void Walks_reach_every_state_and_use_every_row_of_the_table()
    {
        var states = new HashSet<CaseState>();
        var rules = new HashSet<(CaseState?, CaseState, string)>();

        for (var seed = 0; seed < 4000; seed++)
        {
            foreach (var step in Walk(seed, 60))
            {
                states.Add(step.Case.State);
                rules.Add((step.Row.FromState, step.Row.ToState, step.Row.Action));
            }
        }

        Assert.Equal(16, states.Count);
        Assert.DoesNotContain(CaseMoves.All, r => !rules.Contains((r.From, r.To, r.FlowAction)));
    }

    [Fact]
    public void Counters_agree_with_the_rows()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var steps = Walk(seed, 60);
            var last = steps[^1].Case;

            Assert.Equal(steps.Count(s => s.Row.Action == "REWORK"), last.ReworkTimes);
            Assert.Equal(steps.Sum(s => s.Media.Count), last.MediaCount);
            Assert.InRange(last.PostponeTimes, 0, 2);
            Assert.InRange(steps.Count(s => s.Row.Action == "HANG"), 0, 1);
        }
    }

    /// <summary>R-MG1, R-MG2 and R-MG4 of domain.md, written once more and from the rule's side.</summary>
    private static string? BrokenRule(Case c)
    {
        var code = (int)c.State;
        DateTimeOffset?[] order = [c.ReportTime, c.AcceptTime, c.FileTime, c.DispatchTime, c.DisposeTime, c.CheckTime, c.CloseTime];
        var present = order.Where(t => t is not null).ToArray();
        return code >= 20 && code != 12 && c.AcceptTime is null ? "acceptTime"
            : code is >= 30 and <= 81 && (c.FileTime is null || c.ConditionNo is null) ? "fileTime"
            : code is >= 40 and <= 81 && (c.DispatchTime is null || c.Dispatch is null || c.Deadline is null) ? "dispatchTime"
            : code is >= 50 and <= 81 && c.DisposeTime is null ? "disposeTime"
            : code is 80 or 81 && (c.CloseTime is null || c.CloseType is null) ? "closeTime"
            : (c.CloseType == "2") != (code == 81) ? "closeType"
            : present.Zip(present.Skip(1)).Any(p => p.First > p.Second) ? "order of times in state " + code
            : c.DisposeOvertime is { } late && late != (c.DisposeTime > c.Deadline) && c.ClockStoppedAt is null && c.ReworkTimes == 0 && c.State is CaseState.Handled ? "disposeOvertime"
            : null;
    }

    private static List<CaseStep> Walk(int seed, int tries)
    {
        var dice = new Dice(seed, "walk");
        var steps = new List<CaseStep> { ACase.Open() };
        foreach (var action in seed % 4 == 0 ? ACase.ToClosing : [])
        {
            // Late states are rare by chance alone: every fourth walk sets out from there.
            steps.Add(ACase.Value(CaseFlow.Advance(steps[^1].Case, ACase.Move(action, steps[^1].Case.LastAt), ACase.Later, WorkSchedule.Standard)));
        }

        for (var i = 0; i < tries; i++)
        {
            var current = steps[^1].Case;
            var at = current.LastAt.AddMinutes(dice.Between(0, 90));
            var move = ACase.Move(dice.Pick(Likely(current, dice)), at);
            if (move.Action is CaseAction.VerifyAnswer)
            {
                move = move with { Result = dice.Pick(["1", "2", "3"]) };
            }

            if (dice.Luck(0.3))
            {
                move = move with { Media = [ACase.Photo("6")] };
            }

            if (CaseFlow.Advance(current, move, ACase.Later, WorkSchedule.Standard).TryGet(out var step, out _))
            {
                steps.Add(step);
            }
        }

        return steps;
    }

    /// <summary>Half of the tries are possible ones, so that walks get somewhere; the other half is anything.</summary>
    private static CaseAction[] Likely(Case current, Dice dice)
    {
        CaseAction[] possible = [.. CaseMoves.From(current.State).Where(a => a is not CaseAction.Void and not CaseAction.ForceClose || dice.Luck(0.1))];
        return possible.Length > 0 && dice.Luck(0.5) ? possible : Actions;
    }
}
