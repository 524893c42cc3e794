using System.Buffers;
using CityOps.Adapters.Csv;
using CityOps.Node.Verbs.Reading;
using CityOps.Node.Verbs.Reporting;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Mapping;
using CityOps.Schemas.Records;
using CityOps.Schemas.Validation;

namespace CityOps.Node.Verbs;

/// <summary>One validation of one file.</summary>
internal sealed class ValidateRun(ValidateOptions options, TextWriter output, TimeProvider clock)
{
    // One document may be much larger than a record; it is held whole.
    private static readonly RecordLimits DocumentLimits = new(64 << 20, 256);
    private readonly ArrayBufferWriter<byte> compacted = new(1 << 16);
    private DatasetVersion? dataset;
    private RecordJudge? judge;
    private JsonSchema? schema;

    private RecordLimits Limits => dataset is null ? DocumentLimits : RecordLimits.Standard;

    public int Run(CancellationToken ct)
    {
        var shapes = Choose();
        using var file = Files.Open(options.File);
        using var machine = options.JsonFile is { } path ? new MachineReport(Files.Create(path)) : null;
        var report = new VerdictReport(output, machine, options.Language, options.Show);
        using var progress = ProgressLine.OnTerminal(clock);
        var form = options.Form ?? FileForms.Of(options.Format == "json" ? "" : options.File, file);
        foreach (var verdict in form == FileForm.Csv ? Rows(file, shapes) : Records(file, form))
        {
            ct.ThrowIfCancellationRequested();
            report.Take(verdict);
            progress.Tell(report.Good, report.Bad, file.Position);
        }

        var took = progress.Took;
        progress.Dispose();
        if (report.Good + report.Bad == 0)
        {
            throw new VerbException("文件中没有记录。", "The file holds no records.");
        }

        report.Finish(took);
        return report.Bad == 0 ? 0 : 1;
    }

    private IReadOnlyList<MemberShape> Choose()
    {
        if (options.Dataset is null == options.SchemaFile is null)
        {
            throw new VerbException("请给出 --dataset 或 --schema 之一。", "Give either --dataset or --schema.");
        }

        if (options.Dataset is { } code)
        {
            dataset = Datasets.Find(code);
            judge = new RecordJudge(SchemaSet.Standard);
            return MemberShape.Read(dataset.SchemaBytes);
        }

        var text = Files.ReadAll(options.SchemaFile!);
        try
        {
            schema = JsonSchema.Compile(text);
            return MemberShape.Read(text);
        }
        catch (SchemaException fault)
        {
            throw new VerbException($"模式文件 {options.SchemaFile} 有误。", $"The schema file {options.SchemaFile} is at fault: {fault.Message}");
        }
    }

    private IEnumerable<Verdict> Records(FileStream file, FileForm form)
    {
        foreach (var piece in new RecordPieces(file, form, Limits.MaxBytes).Read())
        {
            yield return piece.Fault is { } fault
                ? new Verdict(piece.Line, null, null, [fault])
                : Judge(piece.Text.Span, piece.Line, null, problem => new RowProblem([], problem.Pointer, problem.Keyword, problem.Code, problem.Message, problem.MessageEn));
        }
    }

    private IEnumerable<Verdict> Rows(FileStream file, IReadOnlyList<MemberShape> shapes)
    {
        using var rows = new CsvRows(file, CsvShape.Usual);
        using var typed = new TypedRow(shapes, rows.Header);
        foreach (var row in rows.Read())
        {
            if (row.Fault is { } fault)
            {
                yield return new Verdict(row.Line, row.Number, null, [TableJudge.InRow(fault)]);
                continue;
            }

            var made = typed.Apply(row.Fields);
            yield return made.Problems.Count > 0
                ? new Verdict(row.Line, row.Number, null, made.Problems)
                : Judge(made.Bytes.Span, row.Line, row.Number, typed.InColumns);
        }
    }

    private Verdict Judge(ReadOnlySpan<byte> text, long line, long? row, Func<RecordProblem, RowProblem> inWords)
    {
        compacted.ResetWrittenCount();
        if (RecordText.Compact(text, compacted, Limits) is { } broken)
        {
            return new Verdict(line, row, null, [inWords(broken.ToProblem())]);
        }

        if (dataset is not null)
        {
            var judged = judge!.Judge(dataset, compacted.WrittenMemory);
            return new Verdict(line, row, judged.RecordId, judged.Record is null ? [.. judged.Problems.Select(inWords)] : []);
        }

        if (schema!.IsValid(compacted.WrittenSpan))
        {
            return new Verdict(line, row, null, []);
        }

        var problems = new List<RecordProblem>();
        schema.Explain(compacted.WrittenSpan, problems);
        return new Verdict(line, row, null, [.. problems.Select(inWords)]);
    }
}
