using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CityOps.Hub.Guards;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>A compact token taken apart: header and payload as JSON bytes, the signature, and the text it is over.</summary>
internal sealed record JoseText(byte[] Header, byte[] Payload, byte[] Signature, byte[] Signed);

/// <summary>The outside of a compact token, checked before anything in it is believed.</summary>
internal static class JoseParts
{
    public const int MostCharacters = 8 * 1024;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Size first, then exactly three non-empty canonical base64url parts: nothing else is ASCII-checked or decoded twice.</summary>
    public static TokenFault Split(string token, GuardSwitch guards, out JoseText text)
    {
        text = new JoseText([], [], [], []);
        if (guards.IsOn("jose.size") && token.Length > MostCharacters)
        {
            return TokenFault.TooLarge;
        }

        var all = token.AsSpan();
        if (all.Count('.') != 2)
        {
            return TokenFault.NotThreeParts;
        }

        var first = all.IndexOf('.');
        var last = all.LastIndexOf('.');
        var strict = guards.IsOn("jose.base64url");
        if (!TryDecode(all[..first], strict, out var header)
            || !TryDecode(all[(first + 1)..last], strict, out var payload)
            || !TryDecode(all[(last + 1)..], strict, out var signature))
        {
            return TokenFault.NotBase64Url;
        }

        text = new JoseText(header, payload, signature, Encoding.ASCII.GetBytes(token, 0, last));
        return TokenFault.None;
    }

    /// <summary>A JSON object without duplicate members (escaped ones count), not deeper than said; null otherwise. Dispose it.</summary>
    public static JsonDocument? ReadObject(ReadOnlyMemory<byte> utf8, GuardSwitch guards, int depth = 4)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            return null;
        }

        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(
                utf8, new JsonDocumentOptions { AllowDuplicateProperties = !guards.IsOn("jose.duplicates"), MaxDepth = guards.IsOn("jose.depth") ? depth : 64 });
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

    /// <summary>Base64url in its one canonical form: re-encoding is the plainest proof that padding, white space and spare bits are absent.</summary>
    public static bool TryDecode(ReadOnlySpan<char> part, out byte[] bytes) => TryDecode(part, strict: true, out bytes);

    private static bool TryDecode(ReadOnlySpan<char> part, bool strict, out byte[] bytes)
    {
        bytes = [];
        if (part.IsEmpty || (strict && part.ContainsAnyExcept(Alphabet)))
        {
            return false;
        }

        var buffer = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        if (Base64Url.DecodeFromChars(part, buffer, out _, out var written) != OperationStatus.Done)
        {
            return false;
        }

        bytes = buffer[..written];
        return !strict || part.SequenceEqual(Base64Url.EncodeToString(bytes));
    }
}
