using System.Buffers;
using System.Text.Json;
using CityOps.Schemas.Evolution.Conversion;
using CityOps.Schemas.Records;

namespace CityOps.Hub.Subscriptions;

/// <summary>One record on its way to a subscriber. <paramref name="Body"/> is the stored bytes, word for word, unless it is converted.</summary>
public sealed record PageRecord(long Position, ReadOnlyMemory<byte> Body, bool Released)
{
    /// <summary>Null where the record is delivered as it was published.</summary>
    public Converted? Converted { get; init; }
}

/// <summary>From which version of the dataset a delivered record was converted, and everything that was changed (I8).</summary>
public sealed record Converted(string From, IReadOnlyList<ConversionNote> Notes);

/// <summary>投递页: what a pull answers (design.md section 11).</summary>
/// <param name="Log">Which life of the log the positions belong to.</param>
/// <param name="Next">Where to go on from once these are applied.</param>
/// <param name="Backlog">Records waiting behind this page, counted to 10,001; null where nobody counted: in the middle of a push.</param>
/// <param name="OldestAt">When the oldest record of this page was accepted; null on an empty page.</param>
public sealed record Page(string Log, IReadOnlyList<PageRecord> Records, long Next, long? Backlog, DateTimeOffset? OldestAt)
{
    /// <summary>The members each record holds at most, where the subscription gets fewer than there are; else null.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>How long the caller waited for news; not on the wire.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>Named where the page goes to somebody who has not asked for it.</summary>
    public string? Subscription { get; init; }

    /// <summary>Beside <see cref="Subscription"/>.</summary>
    public string? Interface { get; init; }

    public void WriteTo(IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        if (Subscription is not null)
        {
            json.WriteString("type"u8, "records"u8);
            json.WriteString("subscription"u8, Subscription);
            json.WriteString("interface"u8, Interface);
        }

        json.WriteString("log"u8, Log);
        json.WriteStartArray("records"u8);
        foreach (var record in Records)
        {
            json.WriteStartObject();
            json.WriteNumber("position"u8, record.Position);
            json.WritePropertyName("record"u8);
            json.WriteRawValue(record.Body.Span, skipInputValidation: true);
            if (record.Released)
            {
                json.WriteBoolean("released"u8, true);
            }

            if (record.Converted is { } converted)
            {
                Write(json, converted);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (Fields is { } fields)
        {
            json.WriteStartArray("fields"u8);
            foreach (var field in fields)
            {
                json.WriteStringValue(field);
            }

            json.WriteEndArray();
        }

        json.WriteNumber("next"u8, Next);
        if (Backlog is { } backlog)
        {
            json.WriteNumber("backlog"u8, backlog);
        }

        if (OldestAt is { } oldest)
        {
            json.WriteString("oldestAt"u8, ChinaTime.Format(oldest));
        }

        json.WriteEndObject();
    }

    /// <summary>Reads a page as the wire gives it; record bytes are kept as they came.</summary>
    public static Page Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 48 });
        var root = document.RootElement;
        var records = new List<PageRecord>();
        foreach (var entry in root.GetProperty("records"u8).EnumerateArray())
        {
            var body = System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(entry.GetProperty("record"u8)).ToArray();
            var released = entry.TryGetProperty("released"u8, out var flag) && flag.GetBoolean();
            var converted = entry.TryGetProperty("converted"u8, out var change) ? ReadConverted(change) : null;
            records.Add(new PageRecord(entry.GetProperty("position"u8).GetInt64(), body, released) { Converted = converted });
        }

        DateTimeOffset? oldest = root.TryGetProperty("oldestAt"u8, out var at) ? at.GetDateTimeOffset() : null;
        return new Page(root.GetProperty("log"u8).GetString()!, records, root.GetProperty("next"u8).GetInt64(), root.TryGetProperty("backlog"u8, out var backlog) ? backlog.GetInt64() : null, oldest)
        {
            Fields = root.TryGetProperty("fields"u8, out var fields) ? [.. fields.EnumerateArray().Select(field => field.GetString()!)] : null,
        };
    }

    private static void Write(Utf8JsonWriter json, Converted converted)
    {
        json.WriteStartObject("converted"u8);
        json.WriteString("from"u8, converted.From);
        json.WriteStartArray("notes"u8);
        foreach (var note in converted.Notes)
        {
            note.WriteTo(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Converted ReadConverted(JsonElement json) =>
        new(json.GetProperty("from"u8).GetString()!, [.. json.GetProperty("notes"u8).EnumerateArray().Select(ConversionNote.Read)]);
}
