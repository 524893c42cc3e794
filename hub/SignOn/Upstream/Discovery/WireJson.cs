using System.Text.Json;

namespace CityOps.Hub.SignOn.Upstream.Discovery;

/// <summary>JSON objects others sent: no doubled members, at most eight deep. Pure.</summary>
internal static class WireJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>The object, on its own feet; null when it is none.</summary>
    public static JsonElement? Object(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The strings of an array; null when it is absent or holds anything else.</summary>
    public static IReadOnlyList<string>? Texts(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var member) || member.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var texts = new List<string>();
        foreach (var item in member.EnumerateArray())
        {
            if (!Jose.JoseParts.TryText(item, out var text))
            {
                return null;
            }

            texts.Add(text);
        }

        return texts;
    }
}
