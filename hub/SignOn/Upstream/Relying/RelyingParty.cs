using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Upstream.Discovery;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Upstream.Relying;

/// <summary>
/// 依赖方: the client's half of OpenID Connect with one authority: code flow, PKCE, nonce, <c>iss</c> in the answer. It knows
/// neither browsers nor accounts.
/// </summary>
internal sealed class RelyingParty(RelyingOptions options, AuthorityWire wire, SignToken sign, GuardSwitch guards, TimeProvider clock)
{
    private readonly AuthorityCard card = new(options, wire, guards, clock);
    private readonly ClientProof proof = new(options, sign, clock);

    public RelyingOptions Options => options;

    /// <summary>Whether a sign-on could begin now.</summary>
    public async Task<Refusal?> CheckAsync(CancellationToken ct) => (await card.PresentAsync(ct)).TryGet(out _, out var refusal) ? null : refusal;

    /// <summary>Where to send the browser.</summary>
    public async Task<Outcome<string>> StartAsync(LoginTicket ticket, IReadOnlyDictionary<string, string> more, CancellationToken ct)
    {
        if (!(await card.PresentAsync(ct)).TryGet(out var metadata, out var refusal))
        {
            return refusal;
        }

        var query = new Dictionary<string, string>(more, StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = options.ClientId,
            ["redirect_uri"] = options.RedirectUri,
            ["scope"] = options.Scope,
            ["state"] = ticket.State,
            ["nonce"] = ticket.Nonce,
            ["code_challenge"] = ticket.Challenge,
            ["code_challenge_method"] = "S256",
        };
        if (options.AcrValues.Count > 0)
        {
            query["acr_values"] = string.Join(' ', options.AcrValues);
        }

        return WithQuery(metadata.AuthorizationEndpoint, query);
    }

    /// <summary>Judges what the browser brought back (its state was ours already) and redeems the code.</summary>
    public async Task<Outcome<Vouched>> RedeemAsync(CallbackAnswer answer, LoginTicket ticket, CancellationToken ct)
    {
        // RFC 9207: also an error counts only from the authority that was asked.
        if (guards.IsOn("upstream.response-iss") && answer.Issuer != options.Issuer)
        {
            return UpstreamRefusals.AnswerInvalid.At("response-iss");
        }

        if (answer.Error is not null || answer.Code is not { Length: > 0 and <= 2_048 } code)
        {
            return UpstreamRefusals.Refused.At(answer.Error is "access_denied" or "login_required" or "interaction_required" or "consent_required" ? answer.Error : "error");
        }

        var form = new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = options.RedirectUri, ["code_verifier"] = ticket.Verifier };
        if (!(await TokensAsync(form, ct)).TryGet(out var tokens, out var refusal))
        {
            return refusal;
        }

        if (tokens.IdToken is null)
        {
            return UpstreamRefusals.AnswerInvalid.At("no-id-token");
        }

        var demand = new IdTokenDemand(ticket.Nonce, tokens.AccessToken);
        return (await ReadIdTokenAsync(tokens, demand, ct)).TryGet(out var vouched, out refusal) ? await WithUserInfoAsync(vouched, ct) : refusal;
    }

    /// <summary>Fresh tokens; a new ID token must be of the same person (OpenID Connect Core 12.2).</summary>
    public async Task<Outcome<TokenSet>> RefreshAsync(string refreshToken, string subject, CancellationToken ct)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken };
        if (!(await TokensAsync(form, ct)).TryGet(out var tokens, out var refusal))
        {
            return refusal;
        }

        if (tokens.IdToken is null)
        {
            return tokens;
        }

        var demand = new IdTokenDemand(null, tokens.AccessToken) { SameSubject = subject };
        return (await ReadIdTokenAsync(tokens, demand, ct)).TryGet(out _, out refusal) ? tokens : refusal;
    }

    /// <summary>Where the browser goes to sign out there too; null when the authority has no such place or is not known now.</summary>
    public async Task<string?> LogoutUrlAsync(string? idToken, string returnTo, string? state, CancellationToken ct)
    {
        if (!(await card.KnownAsync(ct)).TryGet(out var metadata, out _) || metadata.EndSessionEndpoint is not { } endpoint)
        {
            return null;
        }

        var query = new Dictionary<string, string> { ["client_id"] = options.ClientId, ["post_logout_redirect_uri"] = returnTo };
        if (idToken is not null)
        {
            query["id_token_hint"] = idToken;
        }

        if (state is not null)
        {
            query["state"] = state;
        }

        return WithQuery(endpoint, query);
    }

    /// <summary>Whom a logout token ends; refuses with one name whatever is wrong with it.</summary>
    public async Task<Outcome<LogoutNotice>> ReadLogoutTokenAsync(string token, CancellationToken ct)
    {
        var (held, fault) = await VerifyAsync(token, TokenRules.LogoutToken(options.Issuer, options.ClientId), ct);
        if (held is null)
        {
            return UpstreamRefusals.LogoutInvalid.At(fault.ToString());
        }

        return LogoutTokenRules.Fault(held.Claims, guards) is { } wrong
            ? UpstreamRefusals.LogoutInvalid.At(wrong)
            : LogoutTokenRules.Read(held.Claims, options.Issuer);
    }

    private async Task<Outcome<TokenSet>> TokensAsync(Dictionary<string, string> form, CancellationToken ct)
    {
        if (!(await card.KnownAsync(ct)).TryGet(out var metadata, out var unknown))
        {
            return unknown;
        }

        var credentials = proof.Add(form);
        return (await wire.PostAsync(metadata.TokenEndpoint, form, credentials, ct)).TryGet(out var answer, out var refusal)
            ? TokenAnswerRules.Read(answer, clock.GetUtcNow())
            : refusal;
    }

    private async Task<Outcome<Vouched>> ReadIdTokenAsync(TokenSet tokens, IdTokenDemand demand, CancellationToken ct)
    {
        var (held, fault) = await VerifyAsync(tokens.IdToken!, TokenRules.IdToken(options.Issuer, options.ClientId), ct);
        if (held is null)
        {
            return UpstreamRefusals.AnswerInvalid.At(fault.ToString());
        }

        var claims = held.Claims;
        if (IdTokenRules.Fault(claims, demand, guards) is { } wrong)
        {
            return UpstreamRefusals.AnswerInvalid.At(wrong);
        }

        return new Vouched(options.Issuer, JoseParts.TryText(claims, "sub", out var subject) ? subject : "", tokens, claims)
        {
            Sid = JoseParts.TryText(claims, "sid", out var sid) && sid.Length is > 0 and <= 255 ? sid : null,
            Acr = JoseParts.TryText(claims, "acr", out var acr) ? acr : null,
            Amr = WireJson.Texts(claims, "amr") ?? [],
            AuthTime = TokenClaims.TryTime(claims, "auth_time", out var at) ? DateTimeOffset.FromUnixTimeSeconds(at) : clock.GetUtcNow(),
        };
    }

    private async Task<Outcome<Vouched>> WithUserInfoAsync(Vouched vouched, CancellationToken ct)
    {
        if (!options.UserInfo)
        {
            return vouched;
        }

        if (!(await card.KnownAsync(ct)).TryGet(out var metadata, out var refusal) || metadata.UserInfoEndpoint is not { } endpoint)
        {
            return refusal ?? UpstreamRefusals.AnswerInvalid.At("no-userinfo");
        }

        if (!(await wire.GetAsync(endpoint, vouched.Tokens.AccessToken, ct)).TryGet(out var body, out refusal))
        {
            return refusal;
        }

        // Core 5.3.2: without this a token of somebody else would lend us that person's claims.
        return WireJson.Object(body) is { } said && (!guards.IsOn("upstream.userinfo-sub") || (JoseParts.TryText(said, "sub", out var subject) && subject == vouched.Subject))
            ? vouched with { UserInfo = said }
            : UpstreamRefusals.AnswerInvalid.At("userinfo-sub");
    }

    // A key that is not known, or no longer fits, may be new: asked again once, and not more often than the card allows.
    private async Task<JwtVerdict> VerifyAsync(string token, TokenRules rules, CancellationToken ct)
    {
        if (!(await card.KeysAsync(ct)).TryGet(out var keys, out _))
        {
            return new JwtVerdict(null, TokenFault.UnknownKey);
        }

        var verdict = Verify(token, rules, keys);
        return verdict.Fault is TokenFault.UnknownKey or TokenFault.WrongSignature && await card.RefetchKeysAsync(ct) is { } fresh ? Verify(token, rules, fresh) : verdict;
    }

    private JwtVerdict Verify(string token, TokenRules rules, JwkSet keys) => new StrictJwt(
        rules,
        (kid, algorithm) => keys.Choose(kid, algorithm) is { } key && (options.Algorithms.Contains(key.Algorithm) || !guards.IsOn("upstream.algorithm")) ? key : null,
        clock,
        guards).Verify(token);

    private static string WithQuery(string endpoint, Dictionary<string, string> query) =>
        endpoint + (endpoint.Contains('?', StringComparison.Ordinal) ? '&' : '?')
        + string.Join('&', query.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
}
