using CityOps.Hub.Guards;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>
/// 令牌校验: the one strict door for signed tokens (security.md 6), for every use by its <see cref="TokenRules"/>. Libraries
/// were measured to take `crit`, doubled members, padded signatures and times as text, so the reading is ours from the first
/// character to the signature; only the mathematics is the platform's.
/// </summary>
internal sealed class StrictJwt(TokenRules rules, KeyChoice choose, TimeProvider clock, GuardSwitch? switches = null)
{
    private readonly GuardSwitch guards = switches ?? GuardSwitch.AllOn;

    /// <summary>Size, parts, header, claims, then the signature: cheap refusals first, and memory stays constant.</summary>
    public JwtVerdict Verify(string token)
    {
        var shape = JoseParts.Split(token, guards, out var text);
        if (shape != TokenFault.None)
        {
            return new JwtVerdict(null, shape);
        }

        using var header = JoseParts.ReadObject(text.Header, guards);
        if (header is null)
        {
            return new JwtVerdict(null, TokenFault.MalformedHeader);
        }

        var headed = JoseHeader.Check(header.RootElement, rules, choose, guards, out var key);
        return headed == TokenFault.None ? Verify(text, key!) : new JwtVerdict(null, headed);
    }

    private JwtVerdict Verify(JoseText text, VerificationKey key)
    {
        using var payload = JoseParts.ReadObject(text.Payload, guards, rules.Depth);
        if (payload is null)
        {
            return new JwtVerdict(null, TokenFault.MalformedPayload);
        }

        var claims = TokenClaims.Check(payload.RootElement, rules, guards, clock.GetUtcNow().ToUnixTimeSeconds());
        if (claims != TokenFault.None)
        {
            return new JwtVerdict(null, claims);
        }

        if (guards.IsOn("jose.signature") && !key.Key.Verifies(key.Algorithm, text.Signed, text.Signature))
        {
            return new JwtVerdict(null, TokenFault.WrongSignature);
        }

        TokenClaims.TryTime(payload.RootElement, "exp", out var expires);
        return new JwtVerdict(new VerifiedToken(key.Kid, expires, payload.RootElement.Clone()), TokenFault.None);
    }
}
