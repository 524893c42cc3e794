using CityOps.Hub.Guards;

namespace CityOps.Tests.SignOn.Mutations;

/// <summary>The guards that tests and their hosts are built with: all of them, or all but the one a mutation takes away.</summary>
internal static class TestGuards
{
    private static readonly AsyncLocal<string?> Off = new();

    public static GuardSwitch Now => Off.Value is { } off ? new GuardSwitch(off) : GuardSwitch.AllOn;

    /// <summary>From here on in this flow of calls the guard is away.</summary>
    public static void TakeAway(string guard) => Off.Value = guard;
}
