using System.Diagnostics;
using System.Globalization;

namespace CityOps.Node.Federation;

/// <summary>
/// One deployment as a process of its own. A child that dies is started again, at once the first time and then ever
/// slower, so that a crash loop does not eat the machine.
/// </summary>
internal sealed class Child(Member member, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan SoonestAgain = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LatestAgain = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource stopping = new();
    private volatile Process? process;
    private Task? keeping;

    public Member Member => member;

    public int? Pid => process is { } p && IsRunning(p) ? p.Id : null;

    /// <summary>How often it was started again after dying.</summary>
    public int Restarts { get; private set; }

    /// <summary>Highest resident memory of any of its lives, in bytes, as the kernel counts it.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>Called after each start, with the new process id.</summary>
    public Action? Started { get; init; }

    public void Start() => keeping = Task.Run(KeepAsync);

    /// <summary>Reads the kernel's high-water mark; call it now and then, a dead process tells nothing any more.</summary>
    public void Measure()
    {
        if (Pid is not { } pid)
        {
            return;
        }

        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            if (line is not null && long.TryParse(line["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture, out var kilobytes))
            {
                PeakBytes = Math.Max(PeakBytes, kilobytes * 1024);
            }
        }
        catch (IOException)
        {
            // It died between the look and the read: its next life is measured.
        }
    }

    /// <summary>Asks it to stop (SIGTERM), and ends it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        if (process is { } running && IsRunning(running))
        {
            Measure();
            Signals.Terminate(running.Id);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            await running.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (IsRunning(running))
            {
                running.Kill();
            }
        }

        if (keeping is not null)
        {
            await keeping;
        }

        stopping.Dispose();
    }

    private async Task KeepAsync()
    {
        var wait = SoonestAgain;
        var armed = true;
        while (!stopping.IsCancellationRequested)
        {
            var began = clock.GetTimestamp();
            using var life = Launch(armed);
            process = life;
            Started?.Invoke();
            var output = Task.WhenAll(CopyAsync(life.StandardOutput), CopyAsync(life.StandardError));
            await life.WaitForExitAsync();
            await output;
            armed = false; // a fail point fires in the first life only, or a kill would become a crash loop
            if (stopping.IsCancellationRequested)
            {
                process = null;
                return;
            }

            Restarts++;
            wait = clock.GetElapsedTime(began) > LatestAgain ? SoonestAgain : TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, LatestAgain.Ticks));
            await Task.Delay(wait, clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Process Launch(bool armed)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Child).Assembly.Location);
        }

        foreach (var argument in (string[])["serve", "--config", member.ConfigFile, "--parent", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), .. armed ? [] : (string[])["--disarmed"]])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{member.Code} could not be started.");
    }

    private async Task CopyAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            await File.AppendAllTextAsync(member.LogFile, line + "\n");
        }
    }

    private static bool IsRunning(Process p)
    {
        try
        {
            return !p.HasExited;
        }
        catch (InvalidOperationException)
        {
            return false; // disposed: it is between two lives
        }
    }
}
