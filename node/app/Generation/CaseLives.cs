using System.Globalization;
using CityOps.Schemas.Codes;

namespace CityOps.Node.Generation;

/// <summary>
/// Lives of cases as a city lives them (domain.md 5.4): 97 % events, 95 % from collectors, a few per cent reworked, some
/// overdue, verified, refused, returned, extended, suspended, forced or void, some still under way. Same seed, same lives.
/// </summary>
internal static class CaseLives
{
    /// <summary>The plan of one case.</summary>
    /// <param name="seed">Of the run; lives of different seeds share no task number.</param>
    /// <param name="city">The city whose districts and places are used.</param>
    /// <param name="index">Which life, from 0 to 9,999,999.</param>
    /// <param name="now">No call carries a time later than this.</param>
    public static CaseLife Plan(int seed, RegionCode city, int index, DateTimeOffset now)
    {
        var dice = new Dice(seed, string.Create(CultureInfo.InvariantCulture, $"{city}/{index}"));
        var taskNum = string.Create(CultureInfo.InvariantCulture, $"G{city}-{(uint)seed:x}-{index}");
        var story = new LifeStory(dice);
        story.Tell();
        return new LifeWriter(dice, city, taskNum, story, now).Write();
    }

    /// <summary>Final state and row counts by the plain reading of the plan; knows nothing of the node's own rules.</summary>
    public static LifeExpectation Expected(CaseLife life)
    {
        var state = "";
        var media = 0;
        foreach (var call in life.Calls)
        {
            state = After(call.Action, state);
            media += call.Media;
        }

        return new LifeExpectation(state, life.Calls.Count, life.Calls.Count, media);
    }

    private static string After(string action, string state) => action switch
    {
        "create" => "10",
        "verify" => "11",
        "refuse" => "12",
        "accept" or "send-back" => "20",
        "not-file" => "21",
        "file" or "return" => "30",
        "dispatch" or "hand-back" or "rework" or "check-fail" => "40",
        "sign" or "resume" or "department-return" => "41",
        "hang" => "42",
        "handle" => "50",
        "confirm" => "60",
        "check" => "61",
        "check-pass" => "70",
        "close" => "80",
        "force-close" => "81",
        "void" => "90",
        _ => state,
    };
}
