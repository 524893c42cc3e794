using System.Diagnostics;
using System.Globalization;

namespace CityOps.Bench;

/// <summary>ajv in a Node process of its own, over the same file, asked pass by pass so that both meet the same weather.</summary>
internal sealed class AjvPeer : IDisposable
{
    private readonly Process process;

    private AjvPeer(Process process, string version, int found) => (this.process, Version, Found) = (process, version, found);

    public string Version { get; }

    /// <summary>Records it refused: must be as many as we refuse.</summary>
    public int Found { get; }

    /// <summary>Null with the reason where Node or its packages are not there.</summary>
    public static AjvPeer? TryStart(string schemaFile, string dataFile, out string reason)
    {
        var folder = Path.GetFullPath("tests/CityOps.Bench/ajv");
        reason = $"ajv is not measured: run `npm ci` in {folder}";
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "ajv")))
        {
            return null;
        }

        var start = new ProcessStartInfo("node", [Path.Combine(folder, "validate.mjs"), schemaFile, dataFile])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start");
        if (process.StandardOutput.ReadLine()?.Split(' ') is ["ready", var version, var found])
        {
            return new AjvPeer(process, version, int.Parse(found, CultureInfo.InvariantCulture));
        }

        reason = "ajv is not measured: its process said nothing";
        process.Dispose();
        return null;
    }

    /// <summary>Seconds of one pass over all records.</summary>
    public double Pass()
    {
        process.StandardInput.WriteLine("go");
        return double.Parse(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("ajv stopped"), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        process.StandardInput.WriteLine("end");
        process.WaitForExit();
        process.Dispose();
    }
}
