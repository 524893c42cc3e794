using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CityOps.Schemas.Records;

namespace CityOps.Bench;

/// <summary>
/// Validation on one thread, bytes to verdict with problems, beside what the platform needs only to read the same bytes
/// and beside ajv, pass by pass in the same run. Verdicts are compared with the expected ones.
/// </summary>
internal static class ValidationBench
{
    private const int WarmRounds = 4;

    private static readonly string[] AnchorSets = ["city-case.mixed", "city-case.valid", "sensor.mixed", "sensor.valid"];

    private sealed record Reading(string Name, int Round, double Seconds, long Allocated);

    public static int Run(string[] args)
    {
        var options = args.Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        var rounds = options.TryGetValue("--rounds", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 7;
        if (options.TryGetValue("--schema", out var schemaFile) && options.TryGetValue("--data", out var dataFile))
        {
            return RunOne(ValidationSet.Of(schemaFile, dataFile), options.GetValueOrDefault("--expect", ""), rounds) ? 0 : 1;
        }

        var names = options.TryGetValue("--set", out var name) ? [name] : AnchorSets;
        var agree = true;
        foreach (var one in names)
        {
            Console.WriteLine($"-- {one}");
            var set = ValidationSet.OfAnchors(one);
            agree &= RunOne(set, Path.ChangeExtension(set.DataFile, ".expect.json"), rounds);
        }

        return agree ? 0 : 1;
    }

    private static bool RunOne(ValidationSet set, string expectFile, int rounds)
    {
        if (!set.Agrees(expectFile))
        {
            return false;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compiled in {set.CompileTime.TotalMicroseconds:N0} us; {set.Bytes / set.Records.Length} bytes a record"));
        using var ajv = AjvPeer.TryStart(set.SchemaFile, set.DataFile, out var reason);
        Console.WriteLine(ajv is null ? reason : $"ajv {ajv.Version} refuses {ajv.Found}");
        var refused = set.Records.Count(record => !set.Schema.IsValid(record));
        var readings = Measure(set, ajv, rounds);
        foreach (var name in readings.Select(reading => reading.Name).Distinct())
        {
            Print(set, name, readings);
        }

        return ajv is null || ajv.Found == refused;
    }

    private static List<Reading> Measure(ValidationSet set, AjvPeer? ajv, int rounds)
    {
        (string Name, Func<ValidationSet, int> Run)[] tests =
        [
            ("verdict with problems", Judge),
            ("verdict alone", all => all.Records.Count(record => all.Schema.IsValid(record))),
            ("JsonDocument.Parse", Parse),
            ("Utf8JsonReader", Read),
        ];
        var readings = new List<Reading>();
        for (var round = 0; round < rounds + WarmRounds; round++)
        {
            readings.AddRange(tests.Select(test => Time(test.Name, round, () => test.Run(set))));
            if (ajv is not null)
            {
                readings.Add(new Reading("ajv", round, ajv.Pass(), 0));
            }
        }

        return [.. readings.Where(reading => reading.Round >= WarmRounds)];
    }

    private static void Print(ValidationSet set, string name, List<Reading> readings)
    {
        var mine = readings.Where(reading => reading.Name == name).ToList();
        var first = readings.Where(reading => reading.Name == readings[0].Name).ToDictionary(reading => reading.Round);
        var seconds = Median(mine.Select(reading => reading.Seconds));
        var ratios = mine.Select(reading => reading.Seconds / first[reading.Round].Seconds).Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-22} {set.Records.Length / seconds,11:N0} rec/s {set.Bytes / seconds / 1e6,7:N0} MB/s {1e6 * seconds / set.Records.Length,7:F2} us/rec {(double)mine[0].Allocated / set.Records.Length,8:F1} B/rec   first is {Median(ratios):F2} x this ({ratios[0]:F2}-{ratios[^1]:F2})"));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static Reading Time(string name, int round, Func<int> run)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var from = Stopwatch.GetTimestamp();
        run();
        var seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
        return new Reading(name, round, seconds, GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    private static int Judge(ValidationSet set)
    {
        var problems = new List<RecordProblem>();
        foreach (var record in set.Records)
        {
            if (!set.Schema.IsValid(record))
            {
                set.Schema.Explain(record, problems);
            }
        }

        return problems.Count;
    }

    private static int Parse(ValidationSet set)
    {
        var kinds = 0;
        foreach (var record in set.Records)
        {
            using var document = JsonDocument.Parse(record);
            kinds += (int)document.RootElement.ValueKind;
        }

        return kinds;
    }

    private static int Read(ValidationSet set)
    {
        var tokens = 0;
        foreach (var record in set.Records)
        {
            var reader = new Utf8JsonReader(record);
            while (reader.Read())
            {
                tokens++;
            }
        }

        return tokens;
    }
}
