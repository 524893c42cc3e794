using System.Buffers;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Mapping;
using CityOps.Schemas.Records;

namespace CityOps.Adapters.Csv;

/// <summary>Takes the rows of a table through mapping and judge: every row gets a verdict, in the order of the file.</summary>
public sealed class TableJudge(CsvRows rows, RowMapper mapper, DatasetVersion dataset, SchemaSet schemas)
{
    private readonly RecordJudge judge = new(schemas);
    private readonly ArrayBufferWriter<byte> compacted = new(4096);

    public IEnumerable<RowVerdict> Read() => rows.Read().Select(Judge);

    /// <summary>A reader's fault as a problem of its row.</summary>
    public static RowProblem InRow(CsvFault fault) => new([], "", fault.Rule, fault.Code, fault.Message, fault.MessageEn);

    private RowVerdict Judge(CsvRow row)
    {
        if (row.Fault is { } fault)
        {
            return new RowVerdict(row.Number, row.Line, null, default, [InRow(fault)]);
        }

        var mapped = mapper.Apply(row.Fields, row.Number);
        if (mapped.Problems.Count > 0)
        {
            return new RowVerdict(row.Number, row.Line, null, default, mapped.Problems);
        }

        compacted.ResetWrittenCount();
        if (RecordText.Compact(mapped.Bytes.Span, compacted, RecordLimits.Standard) is { } broken)
        {
            return new RowVerdict(row.Number, row.Line, null, default, [mapper.InColumns(broken.ToProblem())]);
        }

        var judged = judge.Judge(dataset, compacted.WrittenMemory);
        return judged.Record is null
            ? new RowVerdict(row.Number, row.Line, judged.RecordId, default, [.. judged.Problems.Select(mapper.InColumns)])
            : new RowVerdict(row.Number, row.Line, judged.RecordId, compacted.WrittenMemory, []);
    }
}
