using System.Text.Json;
using CityOps.Hub.Guards;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>What a token's header may say: its type, the key's name and the key's algorithm, and nothing that steers us elsewhere.</summary>
internal static class JoseHeader
{
    private static readonly string[] Forbidden = ["crit", "jku", "x5u", "x5c", "zip", "enc"];

    /// <summary>For every token but proofs of possession: the key is one we know already.</summary>
    public static TokenFault Check(JsonElement header, TokenRules rules, KeyChoice choose, GuardSwitch guards, out VerificationKey? key)
    {
        key = null;
        if (guards.IsOn("jose.steering") && (Steers(header) || header.TryGetProperty("jwk", out _)))
        {
            return TokenFault.ForbiddenHeader;
        }

        if (guards.IsOn("jose.type") && !HasType(header, rules))
        {
            return TokenFault.WrongType;
        }

        var algorithm = JoseParts.TryText(header, "alg", out var said) ? said : null;
        if (!TryKid(header, out var kid) || choose(kid, algorithm) is not { } found)
        {
            return TokenFault.UnknownKey;
        }

        if (guards.IsOn("jose.algorithm") && algorithm != found.Algorithm)
        {
            return TokenFault.WrongAlgorithm;
        }

        key = found;
        return TokenFault.None;
    }

    /// <summary>For a DPoP proof: the key is in the header, and has to be public and fit for the algorithm.</summary>
    public static TokenFault CheckProof(JsonElement header, GuardSwitch guards, out Jwk? key)
    {
        key = null;
        if (guards.IsOn("dpop.steering") && Steers(header))
        {
            return TokenFault.ForbiddenHeader;
        }

        if (guards.IsOn("dpop.type") && !(JoseParts.TryText(header, "typ", out var type) && IsType(type, "dpop+jwt")))
        {
            return TokenFault.WrongType;
        }

        if (!header.TryGetProperty("jwk", out var member) || Jwk.Read(member, guards) is not { } jwk)
        {
            return TokenFault.UnknownKey;
        }

        if (!JoseParts.TryText(header, "alg", out var algorithm) || !IsProofAlgorithm(jwk, algorithm, guards))
        {
            return TokenFault.WrongAlgorithm;
        }

        key = jwk with { Algorithm = algorithm };
        return TokenFault.None;
    }

    // RS256 proofs are what RFC 9449 leaves to the server: FAPI 2 does not take them, nor do we.
    private static bool IsProofAlgorithm(Jwk jwk, string algorithm, GuardSwitch guards) =>
        jwk.Kind == Jwk.Curve
            ? algorithm == AsymmetricKey.Es256
            : algorithm == AsymmetricKey.Ps256 || (algorithm == AsymmetricKey.Rs256 && !guards.IsOn("dpop.algorithm"));

    private static bool Steers(JsonElement header) => Array.Exists(Forbidden, name => header.TryGetProperty(name, out _));

    private static bool HasType(JsonElement header, TokenRules rules)
    {
        if (!header.TryGetProperty("typ", out var member))
        {
            return rules.TypeMayBeAbsent;
        }

        return JoseParts.TryText(member, out var said) && (IsType(said, rules.Type) || (rules.OtherType is { } other && IsType(said, other)));
    }

    // RFC 7515 4.1.9: a media type, of which `application/` may be left out; media types have no case.
    private static bool IsType(string said, string type) =>
        said.Equals(type, StringComparison.OrdinalIgnoreCase)
        || said.Equals("application/" + type, StringComparison.OrdinalIgnoreCase);

    // Absent is for the choice to judge; present and no text is no name.
    private static bool TryKid(JsonElement header, out string? kid)
    {
        kid = null;
        if (!header.TryGetProperty("kid", out var member))
        {
            return true;
        }

        var named = JoseParts.TryText(member, out var text);
        kid = text;
        return named;
    }
}
