using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CityOps.Schemas.Records;

namespace CityOps.Schemas.Mapping;

/// <summary>
/// Rows of a table whose columns are the members of a schema already: each field becomes a value of its member's type, an
/// empty one no value. A column called <c>ext.x</c> stands for member <c>x</c> of <c>ext</c>.
/// </summary>
public sealed class TypedRow : IDisposable
{
    private const string Ext = "ext.";
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly IReadOnlyList<string> header;
    private readonly MemberKind[] kinds;
    private readonly ArrayBufferWriter<byte> buffer = new(2048);
    private readonly Utf8JsonWriter writer;

    public TypedRow(IReadOnlyList<MemberShape> members, IReadOnlyList<string> header)
    {
        this.header = header;
        kinds = [.. header.Select(name => members.FirstOrDefault(member => member.Name == name)?.Kind ?? MemberKind.Text)];
        writer = new Utf8JsonWriter(buffer, Plain);
    }

    /// <summary>The memory is valid until the next call.</summary>
    public MappedRow Apply(IReadOnlyList<string> fields)
    {
        var problems = new List<RowProblem>();
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        Write(fields, problems, name => !name.StartsWith(Ext, StringComparison.Ordinal), 0);
        if (Enumerable.Range(0, header.Count).Any(i => header[i].StartsWith(Ext, StringComparison.Ordinal) && fields[i].Length > 0))
        {
            writer.WriteStartObject("ext");
            Write(fields, problems, name => name.StartsWith(Ext, StringComparison.Ordinal), Ext.Length);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.Flush();
        return problems.Count == 0 ? new MappedRow(buffer.WrittenMemory, []) : new MappedRow(default, problems);
    }

    /// <summary>A problem of the record in words of the table.</summary>
    public RowProblem InColumns(RecordProblem problem)
    {
        var name = problem.Pointer.StartsWith("/ext/", StringComparison.Ordinal) ? Ext + problem.Pointer[5..] : problem.Pointer.TrimStart('/').Split('/')[0];
        return new RowProblem(header.Contains(name) ? [name] : [], problem.Pointer, problem.Keyword, problem.Code, problem.Message, problem.MessageEn);
    }

    public void Dispose() => writer.Dispose();

    private void Write(IReadOnlyList<string> fields, List<RowProblem> problems, Func<string, bool> wanted, int prefix)
    {
        for (var i = 0; i < header.Count; i++)
        {
            if (fields[i].Length > 0 && wanted(header[i]) && MemberText.Write(writer, header[i][prefix..], kinds[i], fields[i]) is { } fault)
            {
                problems.Add(new RowProblem([header[i]], Faults.At(prefix > 0 ? "/ext" : "", header[i][prefix..]), fault.Rule, fault.Code, fault.Message, fault.MessageEn));
            }
        }
    }
}
