using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CityOps.Node.Contracts;
using CityOps.Schemas.Records;

namespace CityOps.Node.Modules.Supervision;

/// <summary>Bodies of calls, strict; and the own members of the room's records, read out of whole records.</summary>
[JsonSerializable(typeof(IssueCall))]
[JsonSerializable(typeof(SignCall))]
[JsonSerializable(typeof(FeedbackCall))]
[JsonSerializable(typeof(KeyTask))]
[JsonSerializable(typeof(Assignment))]
[JsonSerializable(typeof(Feedback))]
internal sealed partial class SupervisionJson : JsonSerializerContext
{
    public static SupervisionJson Strict { get; } = new(StrictBody.Options());

    /// <summary>Skips the header's members; times are written as records want them.</summary>
    public static SupervisionJson Fields { get; } = new(Lenient());

    /// <summary>The dataset's own members of a stored record.</summary>
    public static T Of<T>(ReadOnlyMemory<byte> record, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(record.Span, type) ?? throw new InvalidDataException("a stored record reads as null");

    private static JsonSerializerOptions Lenient()
    {
        var options = StrictBody.Options();
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip;
        options.MaxDepth = 64;
        options.Converters.Add(new ChinaTimeConverter());
        return options;
    }

    private sealed class ChinaTimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ChinaTime.TryParse(reader.GetString(), out var utc) ? utc : throw new JsonException("not a time ending +08:00");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(ChinaTime.Format(value));
    }
}
