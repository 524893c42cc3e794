using System.Runtime.InteropServices;

namespace CityOps.Store;

/// <summary>Thrown by an armed fail point, never otherwise.</summary>
public sealed class FailPointException(string point) : Exception($"Fail point {point} was armed to throw.");

/// <summary>
/// Named places where a test may kill, break or pause the process. Inert unless armed: one volatile read. A plan is
/// <c>point:count:action</c>, several with commas; the action (<c>kill</c>, <c>throw</c>, <c>pause:ms</c>) happens at the
/// count-th passing, once.
/// </summary>
public static partial class Fail
{
    private const int SigKill = 9;
    private static volatile Dictionary<string, Trap>? traps;

    public static void At(string point)
    {
        if (traps is { } armed && armed.TryGetValue(point, out var trap))
        {
            trap.Pass(point);
        }
    }

    /// <summary>Arms the plan in place of any earlier one; an empty plan disarms.</summary>
    public static void Arm(string plan)
    {
        var wanted = plan.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        traps = wanted.Length == 0 ? null : wanted.Select(Trap.Parse).ToDictionary(t => t.Point, t => t.Trap);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int process, int signal);

    private sealed class Trap(int count, string action, int milliseconds)
    {
        private int left = count;

        public static (string Point, Trap Trap) Parse(string text)
        {
            var parts = text.Split(':');
            var fits = parts.Length >= 3 && int.TryParse(parts[1], out var count) && count > 0
                && (parts is [_, _, "kill" or "throw"] || (parts is [_, _, "pause", var wait] && uint.TryParse(wait, out _)));
            return fits
                ? (parts[0], new Trap(int.Parse(parts[1], null), parts[2], parts.Length == 4 ? int.Parse(parts[3], null) : 0))
                : throw new ArgumentException($"'{text}' is not a fail plan: point:count:kill, point:count:throw or point:count:pause:ms.");
        }

        public void Pass(string point)
        {
            if (Interlocked.Decrement(ref left) != 0)
            {
                return;
            }

            switch (action)
            {
                case "kill":
                    _ = Signal(Environment.ProcessId, SigKill);
                    Pause(Timeout.Infinite); // nothing after the point may run
                    break;
                case "throw":
                    throw new FailPointException(point);
                default:
                    Pause(milliseconds);
                    break;
            }
        }

        private static void Pause(int milliseconds)
        {
            using var never = new ManualResetEvent(false);
            never.WaitOne(milliseconds);
        }
    }
}
