namespace CityOps.Portal.Kit;

/// <summary>状态灯. Never shown by colour alone.</summary>
public enum Light
{
    Unknown,
    Green,
    Yellow,
    Red,

    /// <summary>Off on purpose, and announced.</summary>
    Maintenance,
}

/// <summary>How far one of several steps is.</summary>
public enum StepState
{
    Waiting,
    Current,
    Done,
    Failed,
}

/// <summary>One of several steps in order.</summary>
public sealed record Step(string Title, StepState State, string? Note = null, DateTimeOffset? At = null);

/// <summary>One day of a row of bars.</summary>
/// <param name="Share">Of the day's checks those that passed, 0 to 1; null when nothing was checked.</param>
public sealed record DayBar(DateOnly Day, Light Light, double? Share);

/// <summary>One choice of a list.</summary>
public sealed record Option(string Value, string Text);

internal static class Lights
{
    public static string Class(Light light) => light switch
    {
        Light.Green => "good",
        Light.Yellow => "doubt",
        Light.Red => "bad",
        Light.Maintenance => "care",
        _ => "unknown",
    };
}
