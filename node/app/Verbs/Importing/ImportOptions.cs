using CityOps.Node.Verbs.Reporting;

namespace CityOps.Node.Verbs.Importing;

/// <summary>What was asked on the command line.</summary>
internal sealed record ImportOptions(string? Dataset, string MapFile, IReadOnlyList<string> Set, string File)
{
    public HubAddress Address { get; init; } = new(null, null, null, null, null);

    public bool Dry { get; init; }

    public string? OutFile { get; init; }

    public string? ReportFile { get; init; }

    public Language Language { get; init; }

    public int Show { get; init; } = 100;
}
