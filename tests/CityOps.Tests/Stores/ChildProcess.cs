using System.Diagnostics;
using CityOps.Tests.Shared;

namespace CityOps.Tests.Stores;

/// <summary>Another process of ours: a hidden verb of CityOps.Bench, which is built before these tests.</summary>
internal static class ChildProcess
{
    public static Process Start(params string[] arguments)
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory); // …/bin/Release/net10.0
        var program = Path.Combine(Repository.Root, "tests", "CityOps.Bench", "bin", build.Parent!.Name, build.Name, "CityOps.Bench.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} cannot be started.");
    }

    /// <summary>Runs it to its end: exit code (128 + signal when killed) and everything it said.</summary>
    public static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using var child = Start(arguments);
        var said = await Task.WhenAll(child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
        await child.WaitForExitAsync();
        return (child.ExitCode, string.Concat(said));
    }
}
