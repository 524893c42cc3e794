using System.Text.Encodings.Web;
using System.Text.Json;

namespace CityOps.Node.Federation;

/// <summary>台账 of one run, written by <c>up --once --json</c>.</summary>
internal sealed record RunLedger
{
    public required int Seed { get; init; }

    public required int CasesPerCity { get; init; }

    public required string Store { get; init; }

    public required bool Converged { get; init; }

    public required double DurationSeconds { get; init; }

    /// <summary>From the city's change of a case to its being applied in the nation, over the newest revisions.</summary>
    public required DelayFigures CityToNation { get; init; }

    public required IReadOnlyList<CheckResult> Checks { get; init; }

    public required IReadOnlyList<DeploymentLedger> Deployments { get; init; }
}

/// <summary>Delays in milliseconds.</summary>
internal sealed record DelayFigures(int Count, double P50Ms, double P99Ms);

/// <summary>One thing that must hold at the end, and what was found.</summary>
internal sealed record CheckResult(string Name, bool Ok, string Detail);

/// <summary>One deployment's share. <c>PeakMemoryMb</c> is the highest resident memory of any of its lives.</summary>
internal sealed record DeploymentLedger(string Platform, int? Pid, int Restarts, double PeakMemoryMb, IReadOnlyList<DatasetLedger> Datasets);

/// <summary>
/// One dataset at one deployment. <c>RollUp</c> is over all sources, deletions included (design.md section 11).
/// </summary>
internal sealed record DatasetLedger(
    string Dataset, string Interface, long Offered, long Accepted, long Duplicate, long Stale, long Rejected, long Applied, long Keys, string RollUp, IReadOnlyList<SourceLedger> Sources);

/// <summary>What one source platform has there.</summary>
internal sealed record SourceLedger(string Source, long Keys, long Revisions, string RollUp);

internal static class LedgerJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
