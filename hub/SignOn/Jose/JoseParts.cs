using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>The outside of a compact token, checked before anything in it is believed.</summary>
internal static class JoseParts
{
    public const int MostCharacters = 8 * 1024;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <summary>Size first, then exactly three non-empty canonical base64url parts: nothing else is ASCII-checked or decoded twice.</summary>
    public static TokenFault Split(string token, out byte[] header, out byte[] payload)
    {
        (header, payload) = ([], []);
        if (token.Length > MostCharacters)
        {
            return TokenFault.TooLarge;
        }

        var text = token.AsSpan();
        if (text.Count('.') != 2)
        {
            return TokenFault.NotThreeParts;
        }

        var first = text.IndexOf('.');
        var last = text.LastIndexOf('.');
        return TryDecode(text[..first], out header)
            && TryDecode(text[(first + 1)..last], out payload)
            && TryDecode(text[(last + 1)..], out _)
            ? TokenFault.None
            : TokenFault.NotBase64Url;
    }

    /// <summary>A JSON object without duplicate members (escaped ones count) at most four levels deep; null otherwise. Dispose it.</summary>
    public static JsonDocument? ReadObject(byte[] utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return null;
        }

        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(utf8, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a member name holds half of a surrogate pair as an escape.
            return null;
        }

        document.Dispose();
        return null;
    }

    /// <summary>True with the text of a string member; false when it is absent, no string, or no valid text.</summary>
    public static bool TryText(JsonElement parent, string name, out string text)
    {
        text = "";
        return parent.TryGetProperty(name, out var member) && TryText(member, out text);
    }

    /// <summary>True with the text of a JSON string; false for anything else, and for half a surrogate pair written as an escape.</summary>
    public static bool TryText(JsonElement member, out string text)
    {
        text = "";
        if (member.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        try
        {
            text = member.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    // Re-encoding is the plainest proof that padding, white space and spare bits in the last character are absent.
    private static bool TryDecode(ReadOnlySpan<char> part, out byte[] bytes)
    {
        bytes = [];
        if (part.IsEmpty || part.ContainsAnyExcept(Alphabet) || part.Length % 4 == 1)
        {
            return false;
        }

        var buffer = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        if (Base64Url.DecodeFromChars(part, buffer, out _, out var written) != OperationStatus.Done)
        {
            return false;
        }

        bytes = buffer[..written];
        return part.SequenceEqual(Base64Url.EncodeToString(bytes));
    }
}
