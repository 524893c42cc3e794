using CityOps.Hub.Exchange;
using CityOps.Hub.Guards;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Dpop;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.Status.Measuring;
using CityOps.Hub.Subscriptions;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn;

/// <summary>Who calls: a registered platform that is not suspended, and what its token narrows it to.</summary>
public sealed record Caller(Platform Platform, IReadOnlySet<string>? Scopes)
{
    public string Code { get; } = Platform.Code.ToString();
}

/// <summary>Whom the door asks: who is registered, who subscribes, who calls too often; and whom it tells.</summary>
public sealed record DoorBooks(PlatformDirectory Platforms, SubscriptionBook Subscriptions, RateLimits Limits, CallTrail Trail, CallMeter Meter);

/// <summary>The door of every call but the token endpoint: a token by the strict wrapper, then the live directory.</summary>
public sealed class Door(BearerGate bearer, DpopCheck dpop, SignOnOptions options, DoorBooks books)
{
    /// <summary>Whoever the token speaks for: platform, user or application. The challenge of a refusal is already in the answer's headers.</summary>
    public async ValueTask<Outcome<TokenIdentity>> ReadAsync(HttpContext http)
    {
        var request = http.Request;
        if (request.Query.ContainsKey("access_token"))
        {
            return SignOnRefusals.TokenMisplaced;
        }

        var call = new ClientCall(new Dictionary<string, string>(), Single(http), "", "")
        {
            DpopProofs = [.. request.Headers["DPoP"].OfType<string>()],
            Method = request.Method,
            Url = options.Issuer + request.PathBase.ToUriComponent() + request.Path.ToUriComponent(),
        };
        var read = await bearer.ReadAsync(call, http.RequestAborted);
        return read.Match<Outcome<TokenIdentity>>(identity => identity, refusal => Challenges.Put(http, refusal, dpop));
    }

    public async ValueTask<Outcome<Caller>> EnterAsync(HttpContext http)
    {
        if (!(await ReadAsync(http)).TryGet(out var token, out var refusal))
        {
            return await RefuseAsync(http, "anonymous", refusal);
        }

        if (token.Kind != SubjectKind.Platform)
        {
            return await RefuseAsync(http, token.Subject, ExchangeRefusals.ScopeTooNarrow);
        }

        if (books.Platforms.Find(token.PlatformCode) is not { Suspended: false } platform)
        {
            books.Meter.Add(Road.In, "", token.PlatformCode, TimeSpan.Zero, ExchangeRefusals.Suspended.Name);
            return await RefuseAsync(http, token.Subject, ExchangeRefusals.Suspended);
        }

        if (books.Limits.Refuse(RateClass.Calls, token.PlatformCode) is { } tooMany)
        {
            books.Meter.Add(Road.In, "", token.PlatformCode, TimeSpan.Zero, tooMany.Name);
            return tooMany;
        }

        return new Caller(platform, token.Scopes);
    }

    /// <summary>Enters for a subscription; foreign and unknown ones look alike (404).</summary>
    public async ValueTask<Outcome<Caller>> EnterSubscriptionAsync(HttpContext http, string id)
    {
        if (!(await EnterAsync(http)).TryGet(out var caller, out var refusal))
        {
            return refusal;
        }

        if (books.Subscriptions.Find(id) is not { } subscription || subscription.Platform != caller.Code)
        {
            return await RefuseAsync(http, caller.Code, ExchangeRefusals.UnknownSubscription);
        }

        return caller.Scopes is null || caller.Scopes.Contains($"if:{subscription.Interface}:subscribe")
            ? caller
            : await RefuseAsync(http, caller.Code, ExchangeRefusals.ScopeTooNarrow);
    }

    private async ValueTask<Refusal> RefuseAsync(HttpContext http, string actor, Refusal refusal)
    {
        await books.Trail.WriteAsync(http, actor, refusal.Name, http.RequestAborted);
        return refusal;
    }

    // Several Authorization headers are nobody's.
    private static string? Single(HttpContext http) => http.Request.Headers.Authorization is { Count: 1 } one ? one.ToString() : null;
}
