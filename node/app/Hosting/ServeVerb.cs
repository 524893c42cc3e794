using System.Diagnostics;
using CityOps.Store;
using Microsoft.Extensions.Hosting;

namespace CityOps.Node.Hosting;

/// <summary><c>cityops serve</c>: runs one deployment until it is told to stop.</summary>
internal static class ServeVerb
{
    /// <param name="parent">Process to end with, so that a supervisor's death leaves no orphans; null without one.</param>
    public static async Task<int> RunAsync(string? config, int? parent, bool disarmed, CancellationToken ct)
    {
        try
        {
            var options = OptionsFile.Read(config);
            Fail.Arm(disarmed ? "" : options.Fail);
            await using var app = await DeploymentHost.BuildAsync(options, TimeProvider.System, ct);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct, app.Lifetime.ApplicationStopping);
            await app.StartAsync(ct);
            if (parent is { } pid)
            {
                _ = FollowAsync(pid, app.Lifetime, ended.Token);
            }

            await app.WaitForShutdownAsync(ct);
            return 0;
        }
        catch (OptionsException fault)
        {
            await Console.Error.WriteLineAsync($"配置有误 Configuration at fault:\n{fault.Message}");
            return 2;
        }
        catch (StoreException fault)
        {
            await Console.Error.WriteLineAsync($"存储不可用 The store cannot be used: {fault.Message}");
            return 3;
        }
    }

    private static async Task FollowAsync(int pid, IHostApplicationLifetime lifetime, CancellationToken ct)
    {
        try
        {
            using var parent = Process.GetProcessById(pid);
            await parent.WaitForExitAsync(ct);
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }

        lifetime.StopApplication();
    }
}
