namespace CityOps.Node.Generation;

/// <summary>One thing that happens in a life: the action, minutes since the report, and whatever of the drawn sort it needs.</summary>
internal sealed record LifeEvent(string Action, double Minute, string? Result = null);

/// <summary>Draws what happens to one case and when, in minutes since its report; says nothing about places or people.</summary>
internal sealed class LifeStory(Dice dice)
{
    private static readonly double[] SourceCurve = [0.95, 0.966, 0.978, 0.985, 0.988, 0.992, 0.996, 1.0];
    private static readonly (string Source, string Reporter)[] Sources =
        [("01", "1"), ("02", "2"), ("03", "2"), ("04", "5"), ("06", "4"), ("08", "3"), ("10", "5"), ("11", "1")];

    private readonly List<LifeEvent> events = [];
    private double minute;
    private double deadline;

    public CaseClass Class { get; } = CaseClasses.Draw(dice);

    public (string Source, string Reporter) Source { get; } = Sources[dice.PickWeighted(SourceCurve)];

    /// <summary>Everything after the report, in order.</summary>
    public IReadOnlyList<LifeEvent> Events => events;

    // In minutes. Of working hours and days only what they take at least: the story never asks for more time when it is too late.
    private double Limit => Class.LimitType switch
    {
        "UH" or "WH" => Class.LimitValue * 60,
        "WD" => ((Class.LimitValue - 1) * 1440) + 600,
        _ => Class.LimitValue * 1440,
    };

    public void Tell()
    {
        if (Accepted() && Filed() && Dispatched())
        {
            var rounds = dice.Luck(0.035) ? dice.Luck(0.15) ? 2 : 1 : 0;
            while (Handled() && !Checked(rounds-- > 0))
            {
            }
        }

        if (dice.Luck(0.06) && events.Count > 1)
        {
            // Still under way: the life is told only so far.
            var keep = dice.Between(1, events.Count - 1);
            events.RemoveRange(keep, events.Count - keep);
        }
    }

    private bool Accepted()
    {
        if (dice.Luck(Source.Source is "01" ? 0.02 : 0.6))
        {
            Then("verify", 2, 14);
            var result = dice.Luck(0.75) ? "1" : dice.Luck(0.8) ? "2" : "3";
            Then("verify-answer", 8, 29, result);
            if (result is not "1")
            {
                return End("refuse", 1, 10);
            }
        }
        else if (dice.Luck(0.015))
        {
            return End("refuse", 1, 14);
        }

        return Then("accept", 1, 13);
    }

    private bool Filed()
    {
        if (dice.Luck(0.015))
        {
            return End("not-file", 1, 15);
        }

        Then("file", 1, 15);
        if (dice.Luck(0.012))
        {
            Then("send-back", 2, 14);
            Then("file", 1, 15);
        }

        return !dice.Luck(0.008) || End("void", 5, 200);
    }

    private bool Dispatched()
    {
        DispatchNow();
        if (dice.Luck(0.04))
        {
            Then("return", 5, 40);
            DispatchNow();
        }

        if (dice.Luck(0.02))
        {
            Then("supervise", 1, 10);
        }

        return true;
    }

    /// <summary>From awaiting sign to awaiting check; false when the life ended on the way.</summary>
    private bool Handled()
    {
        Then("sign", 2, 15);
        if (dice.Luck(0.01))
        {
            Then("hand-back", 3, 20);
            Then("sign", 2, 15);
        }

        if (dice.Luck(0.015) && events.TrueForAll(e => e.Action is not "hang"))
        {
            Then("hang", 3, 20);
            var hung = minute;
            Then("resume", 600, 14_000);
            Paused(hung);
        }

        PerhapsPostponed();
        if (dice.Luck(0.008) && CountOf("return") == 0)
        {
            return End("force-close", Limit * 0.2, Limit);
        }

        // Most are done well inside what is left, some late (12 in 100: inside the 3 to 25 of real cities).
        var left = Math.Max(deadline - minute, 20);
        var spent = dice.Luck(0.12) ? left * dice.Share(1.1, 1.7) : left * dice.Share(0.1, 0.8);
        Then("handle", spent * 0.85, (spent * 0.85) + 1);
        if (dice.Luck(0.015))
        {
            Then("department-return", 1, 4);
            Then("handle", 2, 6);
        }

        Then("confirm", Math.Min(spent * 0.05, 30), Math.Min(spent * 0.1, 60));
        return true;
    }

    private void PerhapsPostponed()
    {
        for (var times = 0; times < 2 && dice.Luck(0.03) && deadline - minute > 25 && CountOf("postpone-approve") < 2; times++)
        {
            Then("postpone", 1, 20);
            Then("postpone-review", 2, 30);
            if (dice.Luck(0.15))
            {
                Then("postpone-refuse", 2, 30);
                return;
            }

            Then("postpone-approve", 2, 30);
            deadline += Limit;
        }
    }

    /// <summary>True when the case has come to its end; false when it goes round again.</summary>
    private bool Checked(bool again)
    {
        var confirmed = minute;
        if (again && dice.Luck(0.2))
        {
            Then("rework", 5, 60);
            Paused(confirmed);
            return false;
        }

        Then("check", 2, 30);
        if (again && dice.Luck(0.8))
        {
            Then("check-fail", 8, 45);
            Paused(confirmed);
            return false;
        }

        Then("check-pass", 8, 45);
        if (again)
        {
            Then("rework", 5, 60);
            Paused(confirmed);
            return false;
        }

        Then("close", 2, 90);
        return true;
    }

    // How much of a pause was working time is the city's to say; at least none of it.
    private void Paused(double since) => deadline += Class.LimitType is "WH" or "WD" ? 0 : minute - since;

    private void DispatchNow()
    {
        Then("dispatch", 1, 14);
        deadline = minute + Limit;
    }

    private int CountOf(string action) => events.Count(e => e.Action == action);

    private bool Then(string action, double least, double most, string? result = null)
    {
        minute += dice.Share(least, most);
        events.Add(new LifeEvent(action, minute, result));
        return true;
    }

    private bool End(string action, double least, double most)
    {
        Then(action, least, most);
        return false;
    }
}
