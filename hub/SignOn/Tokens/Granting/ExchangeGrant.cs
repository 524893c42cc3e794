using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Tokens.Asking;
using CityOps.Hub.SignOn.Tokens.Making;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Tokens.Granting;

/// <summary>
/// 代办令牌: RFC 8693 token exchange, for a service that was called with a user's token and must call the next one. The new
/// token names who acts; it says no more and lives no longer than the one it came from.
/// </summary>
internal sealed class ExchangeGrant(TokenLookup reader, AccessTokenMaker access, SignOnOptions options, GuardSwitch guards)
{
    public async Task<Outcome<IssuedTokens>> GrantAsync(GrantRequest request, CancellationToken ct)
    {
        if (ExchangeRules.RefuseForm(request, guards) is { } malformed)
        {
            return malformed;
        }

        if (await reader.ReadAsync(request.Parameter("subject_token")!, ct) is not { } subject)
        {
            return ExchangeRules.BadSubject;
        }

        if (ExchangeRules.RefuseSubject(subject, request.Client, guards) is { } foreign)
        {
            return foreign;
        }

        if (!ExchangeRules.Target(request, options.Audience, guards).TryGet(out var target, out var noTarget))
        {
            return noTarget;
        }

        return ExchangeRules.Scopes(request.Parameter("scope"), subject, guards).TryGet(out var scopes, out var tooWide)
            ? Make(request, subject, target, scopes)
            : tooWide;
    }

    private IssuedTokens Make(GrantRequest request, AccessToken subject, string target, IReadOnlyList<string> scopes)
    {
        var token = access.Make(new AccessGrant(subject.Subject, request.Client.Id, target, scopes)
        {
            Thumbprint = request.Thumbprint,
            User = subject.User,
            Platform = subject.IsMachine && subject.Subject == request.Client.Id ? request.Client.Platform : null,
            Actors = [request.Client.Id, .. subject.Actors],
            Until = guards.IsOn("exchange.life") ? subject.Expires : null,
        });
        return new IssuedTokens(token.Text, token.Seconds, scopes)
        {
            Bound = request.Thumbprint is not null,
            IssuedType = ExchangeRules.AccessTokenType,
            Subject = subject.Subject,
        };
    }
}
