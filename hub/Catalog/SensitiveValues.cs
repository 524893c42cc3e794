using System.Text.Encodings.Web;
using System.Text.Json;

namespace CityOps.Hub.Catalog;

/// <summary>数据级别 (domain.md 4.9): values of level 3 and above are for systems that were granted them, not for the pages of this hub.</summary>
public static class SensitiveValues
{
    /// <summary>What stands in the place of such a value.</summary>
    public const string Hidden = "***";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The record as its readers may see it.</summary>
    /// <param name="record">A JSON object.</param>
    public static byte[] Hide(FieldSheet sheet, ReadOnlyMemory<byte> record, bool indented = false)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, Plain with { Indented = indented }))
        using (var read = JsonDocument.Parse(record))
        {
            json.WriteStartObject();
            foreach (var member in read.RootElement.EnumerateObject())
            {
                json.WritePropertyName(member.Name);
                if (sheet.Find(member.Name) is { Level: >= FieldSheet.Sensitive })
                {
                    json.WriteStringValue(Hidden);
                }
                else
                {
                    member.Value.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        return output.ToArray();
    }
}
