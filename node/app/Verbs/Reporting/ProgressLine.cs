using System.Globalization;

namespace CityOps.Node.Verbs.Reporting;

/// <summary>One line on a terminal, rewritten a few times a second with true counts; nothing where nobody looks.</summary>
internal sealed class ProgressLine(TextWriter into, bool shown, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(200);
    private readonly long began = clock.GetTimestamp();
    private long last;
    private bool drawn;

    public TimeSpan Took => clock.GetElapsedTime(began);

    public static ProgressLine OnTerminal(TimeProvider clock) => new(Console.Error, !Console.IsErrorRedirected, clock);

    public void Tell(long good, long bad, long bytes, string more = "")
    {
        if (!shown || (drawn && clock.GetElapsedTime(last) < Often))
        {
            return;
        }

        (last, drawn) = (clock.GetTimestamp(), true);
        var rate = (good + bad) / Math.Max(Took.TotalSeconds, 0.001);
        into.Write(string.Create(CultureInfo.InvariantCulture, $"\r\u001b[K{bytes / 1048576.0:N1} MB  合格 valid {good:N0}  不合格 invalid {bad:N0}  {rate:N0}/s{more}"));
    }

    public void Dispose()
    {
        if (drawn)
        {
            into.Write("\r\u001b[K");
        }
    }
}
