using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Upstream.Discovery;

namespace CityOps.Hub.SignOn.Upstream.Relying;

/// <summary>Either the claims of a token whose signature held, or why it did not.</summary>
internal readonly record struct ForeignVerdict(JsonElement Claims, TokenFault Fault);

/// <summary>
/// Tokens of other issuers: shape, header and signature by the strict rules (security.md 6), with what only they may do:
/// leave out the type, and the key's name while there is only one key. Claims are for <see cref="IdTokenRules"/>.
/// </summary>
internal static class ForeignJwt
{
    private static readonly string[] Forbidden = ["crit", "jku", "x5u", "jwk", "x5c", "zip", "enc"];

    /// <param name="types">Types it may say; one of them empty: it may say none.</param>
    public static ForeignVerdict Verify(string token, IReadOnlyList<string> types, IReadOnlyList<string> algorithms, JwkSet keys, GuardSwitch guards)
    {
        var shape = JoseParts.Split(token, out var headerBytes, out var payloadBytes);
        if (shape != TokenFault.None)
        {
            return new ForeignVerdict(default, shape);
        }

        using var header = JoseParts.ReadObject(headerBytes);
        using var payload = JoseParts.ReadObject(payloadBytes);
        if (header is null || payload is null)
        {
            return new ForeignVerdict(default, header is null ? TokenFault.MalformedHeader : TokenFault.MalformedPayload);
        }

        var fault = CheckHeader(header.RootElement, types, algorithms, keys, guards, out var key, out var algorithm);
        if (fault != TokenFault.None)
        {
            return new ForeignVerdict(default, fault);
        }

        return !guards.IsOn("upstream.signature") || Holds(token, key, algorithm)
            ? new ForeignVerdict(payload.RootElement.Clone(), TokenFault.None)
            : new ForeignVerdict(default, TokenFault.WrongSignature);
    }

    private static TokenFault CheckHeader(
        JsonElement header, IReadOnlyList<string> types, IReadOnlyList<string> algorithms, JwkSet keys, GuardSwitch guards, out ForeignKey? key, out string algorithm)
    {
        (key, algorithm) = (null, "");
        if (guards.IsOn("upstream.header") && Array.Exists(Forbidden, name => header.TryGetProperty(name, out _)))
        {
            return TokenFault.ForbiddenHeader;
        }

        if (guards.IsOn("upstream.type") && !IsType(header, types))
        {
            return TokenFault.WrongType;
        }

        if (!JoseParts.TryText(header, "alg", out algorithm) || (guards.IsOn("upstream.algorithm") && !algorithms.Contains(algorithm)))
        {
            return TokenFault.WrongAlgorithm;
        }

        var named = header.TryGetProperty("kid", out _);
        if (named && !JoseParts.TryText(header, "kid", out _))
        {
            return TokenFault.UnknownKey;
        }

        key = keys.Find(named ? header.GetProperty("kid").GetString() : null, algorithm);
        return key is null && guards.IsOn("upstream.key") ? TokenFault.UnknownKey : TokenFault.None;
    }

    private static bool IsType(JsonElement header, IReadOnlyList<string> types)
    {
        if (!header.TryGetProperty("typ", out _))
        {
            return types.Contains("");
        }

        return JoseParts.TryText(header, "typ", out var said)
            && types.Any(type => type.Length > 0 && (said.Equals(type, StringComparison.OrdinalIgnoreCase) || said.Equals("application/" + type, StringComparison.OrdinalIgnoreCase)));
    }

    private static bool Holds(string token, ForeignKey? key, string algorithm)
    {
        var end = token.LastIndexOf('.');
        var data = Encoding.ASCII.GetBytes(token[..end]);
        var signature = Base64Url.DecodeFromChars(token.AsSpan(end + 1));
        return algorithm switch
        {
            "RS256" => key?.Rsa?.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? false,
            "PS256" => key?.Rsa?.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss) ?? false,
            "ES256" => key?.Ec?.VerifyData(data, signature, HashAlgorithmName.SHA256) ?? false,
            _ => false,
        };
    }
}
