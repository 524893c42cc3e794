using CityOps.Hub.Exchange;
using CityOps.Hub.Guards;
using CityOps.Hub.Onboarding;
using CityOps.Hub.Subscriptions;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn;

/// <summary>Who calls: a registered platform that is not suspended, and what its token narrows it to.</summary>
public sealed record Caller(Platform Platform, IReadOnlySet<string>? Scopes)
{
    public string Code { get; } = Platform.Code.ToString();
}

/// <summary>The door of every call but the token endpoint: a token by the strict wrapper, then the live directory.</summary>
public sealed class Door(BearerGate bearer, PlatformDirectory directory, SubscriptionBook subscriptions, RateLimits limits)
{
    public async ValueTask<Outcome<Caller>> EnterAsync(HttpContext http)
    {
        if (!(await bearer.ReadAsync(Single(http))).TryGet(out var token, out var refusal))
        {
            return refusal;
        }

        if (directory.Find(token.PlatformCode) is not { Suspended: false } platform)
        {
            return ExchangeRefusals.Suspended;
        }

        return limits.Refuse(RateClass.Calls, token.PlatformCode) is { } tooMany ? tooMany : new Caller(platform, token.Scopes);
    }

    /// <summary>Enters for a subscription; foreign and unknown ones look alike (404).</summary>
    public async ValueTask<Outcome<Caller>> EnterSubscriptionAsync(HttpContext http, string id)
    {
        if (!(await EnterAsync(http)).TryGet(out var caller, out var refusal))
        {
            return refusal;
        }

        if (subscriptions.Find(id) is not { } subscription || subscription.Platform != caller.Code)
        {
            return ExchangeRefusals.UnknownSubscription;
        }

        return caller.Scopes is null || caller.Scopes.Contains($"if:{subscription.Interface}:subscribe")
            ? caller
            : ExchangeRefusals.ScopeTooNarrow;
    }

    /// <summary>Enters as this deployment itself: its node, its operators' tools.</summary>
    public async ValueTask<Outcome<Caller>> EnterAsOwnerAsync(HttpContext http)
    {
        if (!(await EnterAsync(http)).TryGet(out var caller, out var refusal))
        {
            return refusal;
        }

        return caller.Platform.Standing == Standing.Own ? caller : ExchangeRefusals.OwnerOnly;
    }

    // Several Authorization headers are nobody's.
    private static string? Single(HttpContext http) => http.Request.Headers.Authorization is { Count: 1 } one ? one.ToString() : null;
}
