using System.Text.Json;

namespace CityOps.Schemas.Evolution.Conversion;

/// <summary>
/// One thing a converter did to one record: the step's name (<c>rename</c>, <c>default</c>, <c>drop</c>, <c>map</c>), the
/// pointer of the member in the record before, what came of it as JSON text (the new pointer, the value put in, the code
/// put in; null for what was dropped), and the words the standard wants told.
/// </summary>
public sealed record ConversionNote(string Step, string Pointer, string? Becomes, string Message, string MessageEn)
{
    /// <summary>Writes the note as delivery tells it.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("step"u8, Step);
        json.WriteString("pointer"u8, Pointer);
        if (Becomes is not null)
        {
            json.WritePropertyName("becomes"u8);
            json.WriteRawValue(Becomes);
        }

        json.WriteString("message"u8, Message);
        json.WriteString("messageEn"u8, MessageEn);
        json.WriteEndObject();
    }

    /// <summary>Reads a note as delivery tells it.</summary>
    public static ConversionNote Read(JsonElement json) => new(
        json.GetProperty("step"u8).GetString()!,
        json.GetProperty("pointer"u8).GetString()!,
        json.TryGetProperty("becomes"u8, out var becomes) ? becomes.GetRawText() : null,
        json.GetProperty("message"u8).GetString()!,
        json.GetProperty("messageEn"u8).GetString()!);
}
