using System.Text.Encodings.Web;
using System.Text.Json;
using CityOps.Schemas.Mapping;

namespace CityOps.Node.Verbs.Reporting;

/// <summary>The report for programs: NDJSON, a line for each bad record and a last line with the summary.</summary>
internal sealed class MachineReport : IDisposable
{
    private readonly Stream file;
    private readonly Utf8JsonWriter writer;

    public MachineReport(Stream file)
    {
        this.file = file;
        writer = new Utf8JsonWriter(file, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public void Take(Verdict verdict)
    {
        writer.WriteStartObject();
        writer.WriteNumber("line", verdict.Line);
        if (verdict.Row is { } row)
        {
            writer.WriteNumber("row", row);
        }

        writer.WriteString("recordId", verdict.RecordId);
        writer.WriteStartArray("problems");
        foreach (var problem in verdict.Problems)
        {
            Write(problem);
        }

        writer.WriteEndArray();
        End();
    }

    /// <summary>Particulars of an import, before the summary: what the mapping takes for granted and changes.</summary>
    public void Declare(RowMapping mapping)
    {
        writer.WriteStartObject();
        Texts("assumptions", mapping.Assumptions);
        Texts("declared", mapping.Declared);
        End();
    }

    public void Summary(long good, long bad, IReadOnlyDictionary<string, long> causes, TimeSpan took)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("summary");
        writer.WriteNumber("records", good + bad);
        writer.WriteNumber("valid", good);
        writer.WriteNumber("invalid", bad);
        writer.WriteNumber("seconds", Math.Round(took.TotalSeconds, 3));
        writer.WriteStartArray("causes");
        foreach (var (cause, count) in causes.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal))
        {
            var parts = cause.Split('\t');
            writer.WriteStartObject();
            writer.WriteNumber("count", count);
            writer.WriteString("code", parts[0]);
            writer.WriteString("rule", parts[1]);
            writer.WriteString("place", parts[2]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        End();
    }

    public void Dispose()
    {
        writer.Dispose();
        file.Dispose();
    }

    private void Write(RowProblem problem)
    {
        writer.WriteStartObject();
        Texts("columns", problem.Columns);
        writer.WriteString("pointer", problem.Pointer);
        writer.WriteString("rule", problem.Rule);
        writer.WriteString("code", problem.Code);
        writer.WriteString("message", problem.Message);
        writer.WriteString("messageEn", problem.MessageEn);
        writer.WriteEndObject();
    }

    private void Texts(string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private void End()
    {
        writer.WriteEndObject();
        writer.Flush();
        writer.Reset();
        file.WriteByte((byte)'\n');
    }
}
