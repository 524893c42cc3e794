using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CityOps.Schemas.Records;

/// <summary>Writes records of our own making, in stored form: header first, no white space, no needless escapes.</summary>
public static class RecordBuilder
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// <paramref name="fields"/> writes the dataset's own members, for a deletion the key members only; a header member
    /// must not be written again. Nothing is judged here: the hub does that with every record it takes.
    /// </summary>
    public static Record Build(RecordHeader header, Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            WriteHeader(writer, header);
            fields(writer);
            writer.WriteEndObject();
        }

        return new Record(header, buffer.WrittenSpan.ToArray(), null);
    }

    /// <summary>记录标识: the source platform and the values of the key members, in the order of the dataset's key.</summary>
    public static string RecordId(string sourcePlatform, params ReadOnlySpan<string> key) =>
        $"{sourcePlatform}:{string.Join('/', key)}";

    private static void WriteHeader(Utf8JsonWriter writer, RecordHeader header)
    {
        writer.WriteString("dataset"u8, header.Dataset);
        writer.WriteString("schemaVersion"u8, header.SchemaVersion);
        writer.WriteString("recordId"u8, header.RecordId);
        writer.WriteString("sourcePlatform"u8, header.SourcePlatform);
        writer.WriteString("regionCode"u8, header.Region.ToString());
        writer.WriteString("dataTime"u8, ChinaTime.Format(header.DataTime));
        writer.WriteString("updateTime"u8, ChinaTime.Format(header.UpdateTime));
        writer.WriteString("op"u8, [header.Op]);
        writer.WriteNumber("rev"u8, header.Rev);
        writer.WriteString("dataLevel"u8, [header.DataLevel]);
    }
}
