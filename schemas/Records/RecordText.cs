using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace CityOps.Schemas.Records;

/// <summary>The door every record's text comes through, once: strict JSON in, stored form out.</summary>
public static class RecordText
{
    private const int FirstNameSlots = 256;
    private const int DeepestDepth = 256;

    /// <summary>
    /// Reads one JSON text in one pass and writes it without insignificant white space; member order, number text and
    /// escapes stay as they are. Returns null, or the first fault, and then nothing has been written. UTF-8 is checked,
    /// escaped surrogates too; a member may stand once in an object, however its name is spelt. Allocates on a fault only.
    /// </summary>
    public static CompactFault? Compact(ReadOnlySpan<byte> json, IBufferWriter<byte> into, RecordLimits limits)
    {
        if (json.Length > limits.MaxBytes)
        {
            return RecordFaults.TooLarge(json.Length, limits);
        }

        if (!Utf8.IsValid(json))
        {
            return RecordFaults.At(json, RecordFault.Encoding, FirstInvalid(json), limits);
        }

        if (json.StartsWith("\uFEFF"u8))
        {
            return RecordFaults.At(json, RecordFault.ByteOrderMark, 0, limits);
        }

        var scan = new RecordScan(
            json,
            into.GetSpan(json.Length),
            limits,
            stackalloc int[Math.Min(limits.MaxDepth, DeepestDepth)],
            new NameTable(stackalloc ulong[FirstNameSlots]));
        var fault = scan.Run();
        scan.Release();
        if (fault is not RecordFault.None)
        {
            return RecordFaults.At(json, fault, scan.Offset, limits);
        }

        into.Advance(scan.Written);
        return null;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> json)
    {
        var at = 0;
        while (at < json.Length && Rune.DecodeFromUtf8(json[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }
}
