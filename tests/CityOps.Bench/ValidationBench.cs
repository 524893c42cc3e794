using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CityOps.Schemas.Records;
using CityOps.Schemas.Validation;

namespace CityOps.Bench;

/// <summary>
/// Validation on one thread, bytes to verdict with problems, beside what the platform needs only to read the same bytes
/// in the same round. Verdicts are compared with the expected ones.
/// </summary>
internal static class ValidationBench
{
    private sealed record Reading(string Name, double RecordsPerSecond, double MegabytesPerSecond, double AllocatedPerRecord);

    public static int Run(string[] args)
    {
        var options = args.Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        if (!options.TryGetValue("--schema", out var schemaFile) || !options.TryGetValue("--data", out var dataFile))
        {
            Console.Error.WriteLine("validation needs --schema FILE and --data FILE.ndjson");
            return 2;
        }

        var schema = JsonSchema.Compile(File.ReadAllBytes(schemaFile));
        var records = ReadRecords(dataFile);
        if (options.TryGetValue("--expect", out var expectFile) && !Agrees(schema, records, expectFile))
        {
            return 1;
        }

        var rounds = options.TryGetValue("--rounds", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 5;
        var best = Measure(schema, records, rounds);
        foreach (var reading in best)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{reading.Name,-22} {reading.RecordsPerSecond,12:N0} rec/s {reading.MegabytesPerSecond,8:N0} MB/s {1e6 / reading.RecordsPerSecond,7:F2} us/rec {reading.AllocatedPerRecord,9:F1} B/rec   {best[0].RecordsPerSecond / reading.RecordsPerSecond:F2} = first / this"));
        }

        return 0;
    }

    private static List<Reading> Measure(JsonSchema schema, byte[][] records, int rounds)
    {
        (string, Func<byte[][], int>)[] tests =
        [
            ("verdict with problems", all => Judge(schema, all)),
            ("verdict alone", all => all.Count(record => schema.IsValid(record))),
            ("JsonDocument.Parse", Parse),
            ("Utf8JsonReader", Read),
        ];
        var readings = new List<Reading>();
        for (var round = 0; round < rounds + 2; round++)
        {
            readings.AddRange(tests.Select(test => Time(test.Item1, test.Item2, records)).Where(_ => round >= 2));
        }

        return [.. tests.Select(test => Median([.. readings.Where(r => r.Name == test.Item1)]))];
    }

    private static Reading Median(Reading[] readings) => readings.OrderBy(r => r.RecordsPerSecond).ElementAt(readings.Length / 2);

    private static Reading Time(string name, Func<byte[][], int> run, byte[][] records)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var from = Stopwatch.GetTimestamp();
        run(records);
        var seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return new Reading(name, records.Length / seconds, records.Sum(r => (long)r.Length) / seconds / 1e6, (double)allocated / records.Length);
    }

    private static int Judge(JsonSchema schema, byte[][] records)
    {
        var problems = new List<RecordProblem>();
        foreach (var record in records)
        {
            if (!schema.IsValid(record))
            {
                schema.Explain(record, problems);
            }
        }

        return problems.Count;
    }

    private static int Parse(byte[][] records)
    {
        var kinds = 0;
        foreach (var record in records)
        {
            using var document = JsonDocument.Parse(record);
            kinds += (int)document.RootElement.ValueKind;
        }

        return kinds;
    }

    private static int Read(byte[][] records)
    {
        var tokens = 0;
        foreach (var record in records)
        {
            var reader = new Utf8JsonReader(record);
            while (reader.Read())
            {
                tokens++;
            }
        }

        return tokens;
    }

    private static bool Agrees(JsonSchema schema, byte[][] records, string expectFile)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(expectFile));
        var damaged = document.RootElement.EnumerateArray().Select(e => e.GetProperty("i").GetInt32()).ToHashSet();
        var wrong = Enumerable.Range(0, records.Length).Where(i => schema.IsValid(records[i]) == damaged.Contains(i)).ToList();
        var silent = damaged.Where(i => i < records.Length && Explain(schema, records[i]) == 0).ToList();
        Console.WriteLine($"{records.Length} records, {damaged.Count} damaged, {wrong.Count} wrong verdicts, {silent.Count} without a reason");
        return wrong.Count == 0 && silent.Count == 0;
    }

    private static int Explain(JsonSchema schema, byte[] record)
    {
        var problems = new List<RecordProblem>();
        schema.Explain(record, problems);
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
