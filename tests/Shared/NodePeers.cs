using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;

namespace CityOps.Tests.Shared;

/// <summary>Programs of a folder of tests/, installed once for each lock file. Where node or npm is missing the tests fail and say so.</summary>
internal static class NodePeers
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Installed = new(StringComparer.Ordinal);

    /// <summary>The folder with the programs and their packages.</summary>
    /// <param name="source">Name of the folder in tests/.</param>
    public static Task<string> FolderAsync(string source = "signon-peers") =>
        Installed.GetOrAdd(source, name => new(() => InstallAsync(Path.Combine(Repository.Root, "tests", name), name))).Value;

    public static Process Start(string folder, string program)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(folder, program)]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start) ?? throw new InvalidOperationException("node cannot be started (./test installs it).");
    }

    private static async Task<string> InstallAsync(string source, string name)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(source, "package-lock.json"))))[..16];
        var folder = Path.Combine(Path.GetTempPath(), $"cityops-{name}-{digest}");
        if (!Directory.Exists(folder))
        {
            var made = Directory.CreateTempSubdirectory($"cityops-{name}-new-").FullName;
            Copy(source, made);
            await NpmAsync(made);
            try
            {
                Directory.Move(made, folder);
            }
            catch (IOException) when (Directory.Exists(folder))
            {
                Directory.Delete(made, recursive: true); // another run was first
            }
        }

        Copy(source, folder); // the programs as they are now; the packages are the lock file's
        return folder;
    }

    private static void Copy(string source, string to)
    {
        foreach (var file in Directory.EnumerateFiles(source).Where(file => !file.EndsWith(".md", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }

    private static async Task NpmAsync(string folder)
    {
        var start = new ProcessStartInfo("npm", ["ci", "--omit=dev", "--no-audit", "--no-fund", "--ignore-scripts"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var npm = Process.Start(start) ?? throw new InvalidOperationException("npm cannot be started (./test installs it).");
        var said = await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException($"npm ci failed: {string.Concat(said)}");
        }
    }
}
