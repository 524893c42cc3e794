using System.Diagnostics;
using System.Text.Json;
using CityOps.Schemas.Records;
using CityOps.Schemas.Validation;

namespace CityOps.Bench;

/// <summary>A schema and records, one a line, and which of them are damaged where a file says so.</summary>
internal sealed class ValidationSet
{
    private const string Generator = "../shared/anchors";

    private ValidationSet(string schemaFile, string dataFile)
    {
        (SchemaFile, DataFile) = (schemaFile, dataFile);
        var bytes = File.ReadAllBytes(schemaFile);
        JsonSchema.Compile(bytes); // warm: the time of the first is the platform's
        var from = Stopwatch.GetTimestamp();
        Schema = JsonSchema.Compile(bytes);
        CompileTime = Stopwatch.GetElapsedTime(from);
        Records = ReadRecords(dataFile);
    }

    public string SchemaFile { get; }

    public string DataFile { get; }

    public JsonSchema Schema { get; }

    public TimeSpan CompileTime { get; }

    public byte[][] Records { get; }

    public long Bytes => Records.Sum(record => (long)record.Length);

    public static ValidationSet Of(string schemaFile, string dataFile) => new(Path.GetFullPath(schemaFile), Path.GetFullPath(dataFile));

    /// <summary>One of the peers' sets, such as <c>city-case.mixed</c>, made by their generator when it is not there yet.</summary>
    public static ValidationSet OfAnchors(string name)
    {
        var folder = Path.Combine(Path.GetTempPath(), "cityops-anchor-sets");
        var data = Path.Combine(folder, name + ".ndjson");
        if (!File.Exists(data))
        {
            using var generator = Process.Start("node", [Path.GetFullPath($"{Generator}/gen/gen.mjs"), "--cases", "40000", "--sensors", "100000", "--out", folder]);
            generator.WaitForExit();
        }

        return Of($"{Generator}/schemas/{name.Split('.')[0]}.schema.json", data);
    }

    /// <summary>Whether every verdict is the expected one and every refusal has a reason; true where nothing is expected.</summary>
    public bool Agrees(string expectFile)
    {
        if (!File.Exists(expectFile))
        {
            return true;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(expectFile));
        var damaged = document.RootElement.EnumerateArray().Select(e => e.GetProperty("i").GetInt32()).ToHashSet();
        var wrong = Enumerable.Range(0, Records.Length).Count(i => Schema.IsValid(Records[i]) == damaged.Contains(i));
        var silent = damaged.Count(i => i < Records.Length && Explain(Records[i]) == 0);
        Console.WriteLine($"{Records.Length} records, {damaged.Count} damaged, {wrong} wrong verdicts, {silent} without a reason");
        return wrong == 0 && silent == 0;
    }

    private int Explain(byte[] record)
    {
        var problems = new List<RecordProblem>();
        Schema.Explain(record, problems);
        return problems.Count;
    }

    private static byte[][] ReadRecords(string file)
    {
        var all = File.ReadAllBytes(file);
        var records = new List<byte[]>();
        foreach (var line in all.AsSpan().Split((byte)'\n'))
        {
            if (!all.AsSpan(line).IsEmpty)
            {
                records.Add(all[line]);
            }
        }

        return [.. records];
    }
}
