using System.Text;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Records;
using Xunit;

namespace CityOps.Tests.Schemas;

/// <summary>The data standard as it lies in the repository, and records made from its examples.</summary>
internal static class StandardFiles
{
    public static string Root { get; } = FindRoot();

    /// <summary>The folders that hold a schema, one for each dataset.</summary>
    public static IEnumerable<string> DatasetFolders =>
        Directory.EnumerateFiles(Path.Combine(Root, "schemas", "standard"), "v1.json", SearchOption.AllDirectories)
            .Select(file => Path.GetDirectoryName(file)!)
            .Order(StringComparer.Ordinal);

    public static DatasetVersion Dataset(string code) => SchemaSet.Standard.Find(code, 1)!;

    /// <summary>The text of one example, <c>pass-full</c> for instance.</summary>
    public static string Example(string dataset, string name) =>
        File.ReadAllText(Path.Combine(DatasetFolders.Single(folder => Path.GetFileName(folder) == dataset), "examples", name + ".json"));

    /// <summary>A record's text on its way through the door and before the judge.</summary>
    public static JudgedRecord Judge(string dataset, string json)
    {
        var compact = new System.Buffers.ArrayBufferWriter<byte>();
        var fault = RecordText.Compact(Encoding.UTF8.GetBytes(json), compact, RecordLimits.Standard);
        Assert.Null(fault);
        if (Dataset(dataset) is { IsRecord: false } envelope)
        {
            var problems = new List<RecordProblem>();
            envelope.Schema.Explain(compact.WrittenSpan, problems);
            return new JudgedRecord(null, problems, null);
        }

        return new RecordJudge(SchemaSet.Standard).Judge(Dataset(dataset), compact.WrittenMemory);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CityOps.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("no folder above the tests holds CityOps.sln");
    }
}
