using System.Globalization;
using System.Text;

namespace CityOps.Hub.SignOn.Tokens;

/// <summary>Strict reading of <c>application/x-www-form-urlencoded</c>: of a body, and of the two halves inside Basic (RFC 6749 2.3.1).</summary>
internal static class FormText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The parameters; null when the text is malformed, a name comes twice, or there are more than 32. Empty values count as absent.</summary>
    public static IReadOnlyDictionary<string, string>? ReadForm(ReadOnlySpan<byte> body)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        var seen = 0;
        foreach (var range in body.Split((byte)'&'))
        {
            var pair = body[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf((byte)'=');
            if (!TryDecode(equals < 0 ? pair : pair[..equals], out var name)
                || !TryDecode(equals < 0 ? [] : pair[(equals + 1)..], out var value)
                || ++seen > 32
                || !parameters.TryAdd(name, value))
            {
                return null;
            }
        }

        return parameters.Where(pair => pair.Value.Length > 0).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>Plus is a space, %HH is a byte, and the bytes are UTF-8; a lone or broken % and control characters are refused.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, out string text)
    {
        text = "";
        var bytes = new byte[encoded.Length];
        var length = 0;
        for (var at = 0; at < encoded.Length; at++, length++)
        {
            bytes[length] = encoded[at] == (byte)'+' ? (byte)' ' : encoded[at];
            if (encoded[at] != (byte)'%')
            {
                continue;
            }

            if (at + 2 >= encoded.Length
                || !byte.TryParse(encoded.Slice(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[length]))
            {
                return false;
            }

            at += 2;
        }

        try
        {
            text = StrictUtf8.GetString(bytes, 0, length);
            return !text.Any(char.IsControl);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
