using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Records;

namespace CityOps.Bench;

/// <summary>
/// What one record costs between the socket and the write lane: the strict reading, the schema alone, and the whole
/// judgement. One MG-01 record of about 1 KB, over and over, on one thread.
/// </summary>
internal static class RecordsBench
{
    private const int Warm = 20_000;
    private const int Slices = 2_000;
    private const int SliceCount = 200;

    public static int Run(string exampleFile)
    {
        var compact = Encoding.UTF8.GetBytes(ToCompact(File.ReadAllText(exampleFile)));
        var spaced = Encoding.UTF8.GetBytes(JsonNode.Parse(compact)!.ToString());
        var into = new ArrayBufferWriter<byte>(1 << 20);
        var dataset = SchemaSet.Standard.Find("MG-01", 1)!;
        var judge = new RecordJudge(SchemaSet.Standard);

        Console.WriteLine($"record: {compact.Length} bytes compact, {spaced.Length} spaced");
        Report("compact, compact input", compact.Length, () => Read(compact, into));
        Report("compact, spaced input", spaced.Length, () => Read(spaced, into));
        Report("schema alone", compact.Length, () => dataset.Schema.IsValid(compact));
        Report("judge, whole", compact.Length, () => judge.Judge(dataset, compact).Record is not null);
        return 0;
    }

    private static bool Read(byte[] text, ArrayBufferWriter<byte> into)
    {
        into.ResetWrittenCount();
        return RecordText.Compact(text, into, RecordLimits.Standard) is null;
    }

    private static string ToCompact(string example) =>
        JsonNode.Parse(example)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    // The best of many slices of a millisecond or two: on a machine that has other work, only these run undisturbed.
    private static void Report(string what, int bytes, Func<bool> once)
    {
        Repeat(what, once, Warm);
        var best = double.MaxValue;
        var from = GC.GetAllocatedBytesForCurrentThread();
        for (var slice = 0; slice < Slices; slice++)
        {
            var start = Stopwatch.GetTimestamp();
            Repeat(what, once, SliceCount);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / SliceCount);
        }

        var garbage = (GC.GetAllocatedBytesForCurrentThread() - from) / (Slices * SliceCount);
        Console.WriteLine($"{what,-24} {best,8:F2} µs {bytes / best,8:F0} MB/s {garbage,6} B garbage");
    }

    private static void Repeat(string what, Func<bool> once, int times)
    {
        for (var i = 0; i < times; i++)
        {
            if (!once())
            {
                throw new InvalidOperationException($"{what}: the record was refused");
            }
        }
    }
}
