using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CityOps.Schemas.Mapping.Sources;
using CityOps.Schemas.Records;

namespace CityOps.Schemas.Mapping;

/// <summary>A mapping fitted to one table. Rows are taken one after another; it is not for several threads.</summary>
public sealed class RowMapper : IDisposable
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly RowMapping mapping;
    private readonly IReadOnlyList<string> header;
    private readonly RowInHand row;
    private readonly int[] order;
    private readonly string[][] columns;
    private readonly ArrayBufferWriter<byte> buffer = new(2048);
    private readonly Utf8JsonWriter writer;
    private readonly string?[] values;

    internal RowMapper(RowMapping mapping, IReadOnlyList<string> header)
    {
        (this.mapping, this.header) = (mapping, header);
        row = new RowInHand(mapping.Members.Count, header.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal));
        order = MakingOrder.Of(mapping.Members)!;
        columns = new string[mapping.Members.Count][];
        foreach (var member in order)
        {
            columns[member] = [.. ColumnsOf(mapping.Members[member].Source).Distinct(StringComparer.Ordinal)];
        }

        values = new string?[header.Count];
        writer = new Utf8JsonWriter(buffer, Plain);
    }

    /// <summary>Columns that feed a place of the record; none for what comes from the mapping alone.</summary>
    public IReadOnlyList<string> ColumnsAt(string pointer)
    {
        for (var i = 0; i < mapping.Members.Count; i++)
        {
            var own = mapping.Members[i].Pointer;
            if (pointer == own || pointer.StartsWith(own + "/", StringComparison.Ordinal))
            {
                return columns[i];
            }
        }

        return [];
    }

    /// <summary>
    /// Makes a record's text of one row with as many fields as the header has names, or tells all that stands against it.
    /// The memory is valid until the next call. The record is not judged here.
    /// </summary>
    public MappedRow Apply(IReadOnlyList<string> fields, long number)
    {
        Take(fields, number);
        var problems = Make();
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        WriteMembers(problems, inExt: false);
        if (Enumerable.Range(0, mapping.Members.Count).Any(i => mapping.Members[i].InExt && row[i].Text is not null))
        {
            writer.WriteStartObject("ext");
            WriteMembers(problems, inExt: true);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.Flush();
        return problems.Count == 0 ? new MappedRow(buffer.WrittenMemory, []) : new MappedRow(default, problems);
    }

    /// <summary>The judge's problems in words of the table: each with the columns that feed its place.</summary>
    public RowProblem InColumns(RecordProblem problem) =>
        new(ColumnsAt(problem.Pointer), problem.Pointer, problem.Keyword, problem.Code, problem.Message, problem.MessageEn);

    public void Dispose() => writer.Dispose();

    private void Take(IReadOnlyList<string> fields, long number)
    {
        for (var i = 0; i < header.Count; i++)
        {
            values[i] = string.IsNullOrWhiteSpace(fields[i]) || mapping.Csv.NullTexts.Contains(fields[i]) ? null : fields[i];
        }

        (row.Fields, row.Number) = (values, number);
    }

    // One fault may pass through several members that derive from each other: it is told where it began.
    private List<RowProblem> Make()
    {
        var problems = new List<RowProblem>();
        List<StepFault>? told = null;
        foreach (var member in order)
        {
            row[member] = mapping.Members[member].Source.Take(row);
            if (row[member].Fault is { } fault && told?.Exists(earlier => ReferenceEquals(earlier, fault)) != true)
            {
                (told ??= []).Add(fault);
                problems.Add(Problem(member, fault));
            }
        }

        return problems;
    }

    private void WriteMembers(List<RowProblem> problems, bool inExt)
    {
        for (var i = 0; i < mapping.Members.Count; i++)
        {
            var member = mapping.Members[i];
            if (member.InExt == inExt && row[i].Text is { } text && MemberText.Write(writer, member.Name, member.Kind, text) is { } fault)
            {
                problems.Add(Problem(i, fault));
            }
        }
    }

    private RowProblem Problem(int member, StepFault fault) =>
        new(columns[member], mapping.Members[member].Pointer, fault.Rule, fault.Code, fault.Message, fault.MessageEn);

    private IEnumerable<string> ColumnsOf(Source source) =>
        RowMapping.All(source).SelectMany(part => part.Columns.Concat(part.Members.SelectMany(member => columns[member])));
}
