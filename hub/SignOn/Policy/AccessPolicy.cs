using System.Diagnostics.CodeAnalysis;
using CityOps.Hub.Exchange;
using CityOps.Hub.Guards;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.People;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn.Policy;

/// <summary>Who came, as far as it is proven, and why they may not go on; null when they may.</summary>
public sealed record Entry(Actor Actor, Refusal? Refusal)
{
    public bool TryGet(out Actor actor, [NotNullWhen(false)] out Refusal? refusal)
    {
        (actor, refusal) = (Actor, Refusal);
        return refusal is null;
    }
}

/// <summary>
/// 访问控制: the one decision for every call with a token, whichever road it comes by: token, then the live platform or user,
/// then the named action, then the second factor. Where an action reaches is in the <see cref="Actor"/> it answers.
/// </summary>
public sealed class AccessPolicy
{
    private const string Scope = "cityops";
    private const string TwoFactors = "urn:cityops:acr:2";

    private readonly Door door;
    private readonly DoorBooks books;
    private readonly PeopleDesk people;
    private readonly RightsDesk rights;
    private readonly GuardSwitch guards;

    internal AccessPolicy(Door door, DoorBooks books, PeopleDesk people, RightsDesk rights, GuardSwitch guards) =>
        (this.door, this.books, this.people, this.rights, this.guards) = (door, books, people, rights, guards);

    /// <summary>Who acts, or why not; the challenge of a refusal is already in the answer's headers.</summary>
    public async Task<Entry> EnterAsync(HttpContext http, Need need)
    {
        var stranger = Stranger(http);
        if (!(await door.ReadAsync(http)).TryGet(out var token, out var refusal))
        {
            return new Entry(stranger, refusal);
        }

        var named = stranger with { Name = token.Subject };
        if (books.Limits.Refuse(RateClass.Calls, token.Subject) is { } tooMany)
        {
            return new Entry(named, tooMany);
        }

        return token.Kind switch
        {
            SubjectKind.Platform => EnterPlatform(http, need, token, named),
            SubjectKind.User when need.Systems == Systems.OnlyOwn => new Entry(named, ExchangeRefusals.OwnerOnly),
            SubjectKind.User => await EnterUserAsync(http, need, token, named),
            _ => new Entry(named, Narrow(http, ExchangeRefusals.ScopeTooNarrow)),
        };
    }

    /// <summary>Somebody of whom nothing is proven yet; for the trail.</summary>
    private static Actor Stranger(HttpContext http) => new("anonymous", CallTrail.SourceOf(http), CallTrail.CorrelationOf(http));

    private Entry EnterPlatform(HttpContext http, Need need, TokenIdentity token, Actor named)
    {
        if (books.Platforms.Find(token.PlatformCode) is not { Suspended: false } platform)
        {
            return new Entry(named, ExchangeRefusals.Suspended);
        }

        var actor = named with { Platform = token.PlatformCode };
        if (need.Systems == Systems.None)
        {
            return new Entry(actor, PolicyRefusals.PeopleOnly);
        }

        // A token narrowed to some interfaces reads what every platform reads and does nothing else.
        if (need.Systems != Systems.All && !IsWide(token))
        {
            return new Entry(actor, Narrow(http, ExchangeRefusals.ScopeTooNarrow));
        }

        return platform.Standing switch
        {
            Standing.Own => new Entry(actor with { IsTool = true }, null),
            Standing.Child when need.Systems == Systems.Below => new Entry(actor with { Grantee = token.PlatformCode }, null),
            _ => new Entry(actor, need.Systems == Systems.All ? null : ExchangeRefusals.OwnerOnly),
        };
    }

    private async Task<Entry> EnterUserAsync(HttpContext http, Need need, TokenIdentity token, Actor named)
    {
        if (!IsWide(token))
        {
            return new Entry(named, Narrow(http, ExchangeRefusals.ScopeTooNarrow));
        }

        if (!Guid.TryParseExact(token.Subject, "N", out var id) || await people.FindAsync(id, http.RequestAborted) is not { State: UserState.Active } user)
        {
            return new Entry(named, SignOnRefusals.Unauthenticated);
        }

        var held = await rights.OfAsync(id, http.RequestAborted);
        if (user.MustChangePassword || (guards.IsOn("admin.action") && need.Actions.Count > 0 && !need.Actions.Any(held.Holds)))
        {
            return new Entry(named, PolicyRefusals.NoRight);
        }

        if (guards.IsOn("admin.step-up") && (need.Dangerous || people.NeedsTotp(user)) && token.Acr != TwoFactors)
        {
            http.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_user_authentication\", acr_values=\"{TwoFactors}\"";
            return new Entry(named, PolicyRefusals.StepUp);
        }

        return new Entry(named with { User = user, Rights = held }, null);
    }

    private bool IsWide(TokenIdentity token) => !guards.IsOn("admin.scope") || (token.Scopes?.Contains(Scope) ?? token.Kind == SubjectKind.Platform);

    // RFC 6750 3.1: says which scope would have done.
    private static Refusal Narrow(HttpContext http, Refusal refusal)
    {
        http.Response.Headers.WWWAuthenticate = $"{Challenges.TooNarrow(http.Request.Headers.Authorization.ToString())}, scope=\"{Scope}\"";
        return refusal;
    }
}
