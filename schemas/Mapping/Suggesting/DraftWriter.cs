using System.Text.Encodings.Web;
using System.Text.Json;

namespace CityOps.Schemas.Mapping.Suggesting;

/// <summary>Writes a proposed mapping as a mapping file.</summary>
internal static class DraftWriter
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(MappingDraft draft)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            writer.WriteStartObject();
            writer.WriteNumber("mapping", 1);
            writer.WriteString("dataset", draft.Dataset.Dataset);
            writer.WriteNumber("version", draft.Dataset.Major);
            WriteCsv(writer, draft.Shape);
            writer.WriteString("timeZone", "Asia/Shanghai");
            WriteParameters(writer);
            writer.WriteStartObject("members");
            WriteHeader(writer, draft);
            foreach (var member in draft.Members.Where(member => draft.Feeds.ContainsKey(member.Name)))
            {
                WriteMember(writer, member, draft.Feeds[member.Name]);
            }

            writer.WriteEndObject();
            WriteRest(writer, draft);
            writer.WriteEndObject();
        }

        return [.. buffer.ToArray(), (byte)'\n'];
    }

    private static void WriteCsv(Utf8JsonWriter writer, CsvShape shape)
    {
        writer.WriteStartObject("csv");
        writer.WriteString("delimiter", shape.Delimiter.ToString());
        writer.WriteString("encoding", shape.Encoding);
        writer.WriteBoolean("header", shape.HasHeader);
        writer.WriteEndObject();
    }

    // Empty: who sends and for which region no table says. Compiling asks for them.
    private static void WriteParameters(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("parameters");
        writer.WriteString("platform", "");
        writer.WriteString("region", "");
        writer.WriteEndObject();
    }

    private static void WriteHeader(Utf8JsonWriter writer, MappingDraft draft)
    {
        One(writer, "dataset", "const", draft.Dataset.Dataset);
        One(writer, "schemaVersion", "const", draft.Dataset.Version);
        if (draft.Dataset.Key.All(draft.Feeds.ContainsKey))
        {
            writer.WriteStartObject("recordId");
            writer.WriteStartArray("join");
            Part(writer, "parameter", "platform");
            foreach (var (key, index) in draft.Dataset.Key.Select((key, index) => (key, index)))
            {
                Part(writer, "const", index == 0 ? ":" : "/");
                Part(writer, "member", key);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        One(writer, "sourcePlatform", "parameter", "platform");
        One(writer, "regionCode", "parameter", "region");
        if (draft.Members.Where(member => member.IsTime && draft.Feeds.ContainsKey(member.Name)).OrderByDescending(member => member.Required).FirstOrDefault() is { } time)
        {
            One(writer, "dataTime", "member", time.Name);
            One(writer, "updateTime", "member", time.Name);
        }

        One(writer, "op", "const", "I");
        One(writer, "rev", "const", "1");
        One(writer, "dataLevel", "const", "2");
    }

    private static void WriteMember(Utf8JsonWriter writer, MemberShape member, ColumnProfile column)
    {
        writer.WriteStartObject(member.Name);
        writer.WriteString("column", column.Name);
        writer.WriteStartArray("steps");
        writer.WriteStartObject();
        writer.WriteBoolean(member.Kind == MemberKind.Text && member.Codes.Count == 0 ? "squeeze" : "trim", true);
        writer.WriteEndObject();
        if ((member.IsTime || member.IsDay) && column.DateForm is { } form)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("date");
            writer.WriteStringValue(form);
            writer.WriteEndArray();
            if (member.IsDay)
            {
                writer.WriteString("as", "date");
            }

            writer.WriteEndObject();
        }
        else if (member.Codes.Count > 0 || member.Kind == MemberKind.Truth)
        {
            WriteCodes(writer, Fit.Codes(column, member));
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCodes(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> codes)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("map");
        foreach (var (value, code) in codes)
        {
            writer.WriteString(value, code);
        }

        writer.WriteEndObject();
        writer.WriteString("else", "reject");
        writer.WriteEndObject();
    }

    private static void WriteRest(Utf8JsonWriter writer, MappingDraft draft)
    {
        writer.WriteStartObject("ignore");
        foreach (var column in draft.Columns.Where(column => column.Member is null))
        {
            writer.WriteString(column.Column, column.Note);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("missing");
        foreach (var member in draft.Missing)
        {
            writer.WriteStartObject();
            writer.WriteString("member", member.Name);
            writer.WriteString("title", member.Title);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("confidence");
        foreach (var column in draft.Columns.Where(column => column.Member is not null))
        {
            writer.WriteNumber(column.Column, column.Confidence);
        }

        writer.WriteEndObject();
    }

    private static void One(Utf8JsonWriter writer, string member, string kind, string value)
    {
        writer.WriteStartObject(member);
        writer.WriteString(kind, value);
        writer.WriteEndObject();
    }

    private static void Part(Utf8JsonWriter writer, string kind, string value)
    {
        writer.WriteStartObject();
        writer.WriteString(kind, value);
        writer.WriteEndObject();
    }
}
