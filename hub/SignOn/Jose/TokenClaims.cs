using System.Text.Json;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>The registered claims of a token, typed and compared exactly. Pure: the time is given.</summary>
internal static class TokenClaims
{
    private const long TimesEnd = 1L << 33;

    private const long MostAhead = 60;

    public static TokenFault Check(JsonElement payload, TokenRules rules, long now)
    {
        if (!JoseParts.TryText(payload, "iss", out var issuer) || issuer != rules.Issuer)
        {
            return TokenFault.WrongIssuer;
        }

        if (!IsFor(payload, rules.Audience))
        {
            return TokenFault.WrongAudience;
        }

        if (!TryTime(payload, "exp", out var expires) || !TryTime(payload, "iat", out var issued))
        {
            return TokenFault.WrongTimes;
        }

        long notBefore = 0;
        if (payload.TryGetProperty("nbf", out _) && !TryTime(payload, "nbf", out notBefore))
        {
            return TokenFault.WrongTimes;
        }

        return CheckTimes(issued, notBefore, expires, rules, now);
    }

    /// <summary>An integer written in digits only, 0 &lt; value &lt; 2^33; 1e9, 1.0 and "1" are none.</summary>
    public static bool TryTime(JsonElement payload, string name, out long seconds)
    {
        seconds = 0;
        return payload.TryGetProperty(name, out var member)
            && member.ValueKind == JsonValueKind.Number
            && member.TryGetInt64(out seconds)
            && !member.GetRawText().AsSpan().ContainsAnyExceptInRange('0', '9')
            && seconds is > 0 and < TimesEnd;
    }

    private static TokenFault CheckTimes(long issued, long notBefore, long expires, TokenRules rules, long now)
    {
        var skew = (long)rules.Skew.TotalSeconds;
        if (expires <= issued || expires - issued > (long)rules.Life.TotalSeconds + skew)
        {
            return TokenFault.WrongTimes;
        }

        if (issued > now + MostAhead)
        {
            return TokenFault.IssuedAhead;
        }

        if (notBefore > now + skew)
        {
            return TokenFault.NotYetValid;
        }

        return now >= expires + skew ? TokenFault.Expired : TokenFault.None;
    }

    // One string equal to ours, or an array of exactly that one.
    private static bool IsFor(JsonElement payload, string audience)
    {
        if (JoseParts.TryText(payload, "aud", out var only))
        {
            return only == audience;
        }

        return payload.TryGetProperty("aud", out var many)
            && many.ValueKind == JsonValueKind.Array
            && many.GetArrayLength() == 1
            && JoseParts.TryText(many[0], out var single)
            && single == audience;
    }
}
