using System.Text.Json;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>What a token's header may say: its type, the key's name and the key's algorithm, and nothing that steers us elsewhere.</summary>
internal static class JoseHeader
{
    private static readonly string[] Forbidden = ["crit", "jku", "x5u", "jwk", "x5c", "zip", "enc"];

    public static TokenFault Check(JsonElement header, string type, Func<string, VerificationKey?> find, out VerificationKey? key)
    {
        key = null;
        if (Array.Exists(Forbidden, name => header.TryGetProperty(name, out _)))
        {
            return TokenFault.ForbiddenHeader;
        }

        if (!JoseParts.TryText(header, "typ", out var said) || !IsType(said, type))
        {
            return TokenFault.WrongType;
        }

        if (!JoseParts.TryText(header, "kid", out var kid) || find(kid) is not { } found)
        {
            return TokenFault.UnknownKey;
        }

        if (!JoseParts.TryText(header, "alg", out var algorithm) || algorithm != found.Algorithm)
        {
            return TokenFault.WrongAlgorithm;
        }

        key = found;
        return TokenFault.None;
    }

    // RFC 7515 4.1.9: a media type, of which `application/` may be left out; media types have no case.
    private static bool IsType(string said, string type) =>
        said.Equals(type, StringComparison.OrdinalIgnoreCase)
        || said.Equals("application/" + type, StringComparison.OrdinalIgnoreCase);
}
