using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Federation.Tests;

/// <summary>The real program as a process, as a user starts it; ended with its children when the test ends.</summary>
internal sealed class RunningCityOps : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private readonly Process process;
    private readonly StringBuilder output = new();

    private RunningCityOps(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    public static string Program { get; } = Path.Combine(Repository.Root, "node", "app", "bin", "Release", "net10.0", "cityops.dll");

    public static RunningCityOps Start(params string[] arguments)
    {
        Assert.True(File.Exists(Program), $"{Program} is missing: build the solution in Release first (./test does).");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new RunningCityOps(Process.Start(start)!);
    }

    public bool HasExited => process.HasExited;

    /// <summary>Waits for the end; fails with the whole output when it does not come.</summary>
    public async Task<int> ExitAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"It did not end within {patience.TotalSeconds:0} s. Output:\n{Output}");
            throw;
        }
    }

    public void Interrupt() => Signal(process.Id, "INT");

    public static void Signal(int pid, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Asks again and again until there is an answer; fails with the output when none comes.</summary>
    public async Task<T> UntilAsync<T>(string what, TimeSpan patience, Func<Task<T?>> ask)
        where T : class
    {
        var began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Look);
        while (Stopwatch.GetElapsedTime(began) < patience)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            Assert.False(process.HasExited, $"It ended while waiting for {what}. Output:\n{Output}");
            await timer.WaitForNextTickAsync();
        }

        Assert.Fail($"{what} did not happen within {patience.TotalSeconds:0} s. Output:\n{Output}");
        throw new UnreachableException();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }
    }
}

/// <summary>The --info file: who runs where.</summary>
internal sealed record Info(int Supervisor, IReadOnlyList<Info.Deployment> Deployments)
{
    public sealed record Deployment(string Platform, string Url, int? Pid, int Restarts, string ClientId, string ClientSecret);

    public static Info? Read(string file) =>
        File.Exists(file) ? JsonSerializer.Deserialize<Info>(File.ReadAllBytes(file), JsonSerializerOptions.Web) : null;
}
