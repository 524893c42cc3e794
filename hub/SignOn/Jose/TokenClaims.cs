using System.Text.Json;
using CityOps.Hub.Guards;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>The registered claims of a token, typed and compared exactly. Pure: the time is given.</summary>
internal static class TokenClaims
{
    private const long TimesEnd = 1L << 33;
    private const long MostAhead = 60;

    public static TokenFault Check(JsonElement payload, TokenRules rules, GuardSwitch guards, long now)
    {
        if (guards.IsOn("jose.issuer") && !(JoseParts.TryText(payload, "iss", out var issuer) && issuer == rules.Issuer))
        {
            return TokenFault.WrongIssuer;
        }

        if (guards.IsOn("jose.audience") && !AudienceRules.Holds(payload, rules.Audiences, rules.Audience))
        {
            return TokenFault.WrongAudience;
        }

        if (!TryTime(payload, "exp", out var expires) || !TryMaybe(payload, "iat", rules.IssueTimeMayBeAbsent, now, out var issued))
        {
            return TokenFault.WrongTimes;
        }

        return TryMaybe(payload, "nbf", mayBeAbsent: true, 0, out var notBefore)
            ? CheckTimes(new Times(issued, notBefore, expires), rules, guards, now)
            : TokenFault.WrongTimes;
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

    private static bool TryMaybe(JsonElement payload, string name, bool mayBeAbsent, long otherwise, out long seconds)
    {
        seconds = otherwise;
        return (mayBeAbsent && !payload.TryGetProperty(name, out _)) || TryTime(payload, name, out seconds);
    }

    private static TokenFault CheckTimes(Times times, TokenRules rules, GuardSwitch guards, long now)
    {
        var skew = (long)rules.Skew.TotalSeconds;
        if (guards.IsOn("jose.life") && (times.Expires <= times.Issued || times.Expires - times.Issued > (long)rules.Life.TotalSeconds + skew))
        {
            return TokenFault.WrongTimes;
        }

        if (guards.IsOn("jose.issued") && times.Issued > now + MostAhead)
        {
            return TokenFault.IssuedAhead;
        }

        if (guards.IsOn("jose.not-before") && times.NotBefore > now + skew)
        {
            return TokenFault.NotYetValid;
        }

        return guards.IsOn("jose.expired") && !rules.EndedToo && now >= times.Expires + skew ? TokenFault.Expired : TokenFault.None;
    }

    private readonly record struct Times(long Issued, long NotBefore, long Expires);
}
