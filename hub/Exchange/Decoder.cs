using System.Buffers;
using CityOps.Hub.Catalog;
using CityOps.Schemas;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Records;

namespace CityOps.Hub.Exchange;

/// <summary>How a body is laid out: a record a line, or one array.</summary>
public enum BodyForm
{
    Lines,
    Array,
}

/// <summary>One offered record: fit, or its problems with the bytes that were sent.</summary>
public sealed record Offered(Record? Record, IReadOnlyList<RecordProblem> Problems, string? RecordId, ReadOnlyMemory<byte> Sent)
{
    /// <summary>What a fit record is flagged for.</summary>
    public IReadOnlyList<RecordProblem> Warnings { get; init; } = [];
}

/// <summary>
/// Splits a body into records, checks and compacts each, and judges it by its schema. One bad record hurts nobody (I5):
/// in lines every fault rejects its line; in an array bad syntax or encoding refuses the whole (design.md section 11).
/// The compacted bytes live in a pooled arena that the decoded batch owns.
/// </summary>
public sealed class Decoder(RecordJudge judge, ExchangeLimits limits)
{
    private readonly RecordLimits recordLimits = new(limits.RecordBytes, limits.Depth);

    public Outcome<Decoded> Decode(InterfaceService service, Body body, BodyForm form)
    {
        var arena = new Arena(body.Length);
        var offered = new List<Offered>();
        var refusal = form == BodyForm.Lines ? DecodeLines(service, body, arena, offered) : DecodeArray(service, body, arena, offered);
        if (refusal is null)
        {
            return new Decoded(offered, arena);
        }

        arena.Dispose();
        return refusal;
    }

    private Refusal? DecodeLines(InterfaceService service, Body body, Arena arena, List<Offered> offered)
    {
        var rest = body.Bytes;
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.Span.Trim(" \t\r"u8).IsEmpty)
            {
                continue;
            }

            if (offered.Count == limits.RecordsPerBatch)
            {
                return TooMany();
            }

            offered.Add(Judge(service, line, arena, out _));
        }

        return null;
    }

    private Refusal? DecodeArray(InterfaceService service, Body body, Arena arena, List<Offered> offered)
    {
        var cursor = new ArrayCursor(body.Bytes);
        while (cursor.TryNext(out var element))
        {
            if (offered.Count == limits.RecordsPerBatch)
            {
                return TooMany();
            }

            offered.Add(Judge(service, element, arena, out var fault));
            if (fault?.Name is "malformed-json")
            {
                return ExchangeRefusals.MalformedArray.Because($"第 {offered.Count - 1} 条：{fault.Message}", $"Element {offered.Count - 1}: {fault.MessageEn}");
            }

            if (fault?.Name is "invalid-encoding")
            {
                return ExchangeRefusals.BadEncoding.Because($"第 {offered.Count - 1} 条：{fault.Message}", $"Element {offered.Count - 1}: {fault.MessageEn}");
            }
        }

        return cursor.Whole ? null : ExchangeRefusals.MalformedArray.Because($"第 {cursor.At} 字节处数组不完整。", $"The array is broken at byte {cursor.At}.");
    }

    private Offered Judge(InterfaceService service, ReadOnlyMemory<byte> sent, Arena arena, out CompactFault? fault)
    {
        var start = arena.Written;
        fault = RecordText.Compact(sent.Span, arena, recordLimits);
        if (fault is not null)
        {
            arena.Rewind(start);
            return new Offered(null, [fault.ToProblem()], null, sent);
        }

        var judged = judge.Judge(service.Dataset, arena.Since(start));
        return new Offered(judged.Record, judged.Problems, judged.RecordId, sent) { Warnings = judged.Warnings };
    }

    private Refusal TooMany() => ExchangeRefusals.BatchTooLarge.Because(
        $"每批最多 {limits.RecordsPerBatch} 条，请拆分后重报。", $"A batch holds at most {limits.RecordsPerBatch} records. Split it.");
}

/// <summary>The judged records of one batch, and the memory their bytes live in.</summary>
public sealed class Decoded(IReadOnlyList<Offered> offered, IDisposable arena) : IDisposable
{
    public IReadOnlyList<Offered> Offered { get; } = offered;

    public void Dispose() => arena.Dispose();
}

/// <summary>One pooled buffer for the compacted records of one batch; compacting never lengthens, so it never grows.</summary>
internal sealed class Arena(int size) : IBufferWriter<byte>, IDisposable
{
    private byte[] buffer = Buffers.Rent(Math.Max(size, 1));

    public int Written { get; private set; }

    public ReadOnlyMemory<byte> Since(int start) => buffer.AsMemory(start, Written - start);

    public void Rewind(int start) => Written = start;

    public void Advance(int count) => Written += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => buffer.AsMemory(Written);

    public Span<byte> GetSpan(int sizeHint = 0) => buffer.AsSpan(Written);

    public void Dispose()
    {
        var returned = Interlocked.Exchange(ref buffer, []);
        if (returned.Length > 0)
        {
            Buffers.Return(returned);
        }
    }
}
