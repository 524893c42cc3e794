using System.Diagnostics;
using CityOps.Hub.Exchange;
using CityOps.Hub.Guards;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.People;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn.Policy;

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
    public async Task<Outcome<Actor>> EnterAsync(HttpContext http, Need need)
    {
        if (!(await door.ReadAsync(http)).TryGet(out var token, out var refusal))
        {
            return refusal;
        }

        if (books.Limits.Refuse(RateClass.Calls, token.Subject) is { } tooMany)
        {
            return tooMany;
        }

        return token.Kind switch
        {
            SubjectKind.Platform => EnterPlatform(http, need, token),
            SubjectKind.User when need.Systems == Systems.OnlyOwn => ExchangeRefusals.OwnerOnly,
            SubjectKind.User => await EnterUserAsync(http, need, token),
            _ => Narrow(http, ExchangeRefusals.ScopeTooNarrow),
        };
    }

    /// <summary>Somebody of whom nothing is proven yet; for the trail.</summary>
    public static Actor Stranger(HttpContext http) => new("anonymous", http.Connection.RemoteIpAddress?.ToString() ?? "local", Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier);

    private Outcome<Actor> EnterPlatform(HttpContext http, Need need, TokenIdentity token)
    {
        if (books.Platforms.Find(token.PlatformCode) is not { Suspended: false } platform)
        {
            return ExchangeRefusals.Suspended;
        }

        var actor = Stranger(http) with { Name = token.PlatformCode, Platform = token.PlatformCode };
        if (need.Systems == Systems.None)
        {
            return PolicyRefusals.PeopleOnly;
        }

        // A token narrowed to some interfaces reads what every platform reads and does nothing else.
        if (need.Systems != Systems.All && !IsWide(token))
        {
            return Narrow(http, ExchangeRefusals.ScopeTooNarrow);
        }

        return platform.Standing switch
        {
            Standing.Own => actor with { IsTool = true },
            Standing.Child when need.Systems == Systems.Below => actor with { Grantee = token.PlatformCode },
            _ => need.Systems == Systems.All ? actor : ExchangeRefusals.OwnerOnly,
        };
    }

    private async Task<Outcome<Actor>> EnterUserAsync(HttpContext http, Need need, TokenIdentity token)
    {
        if (!IsWide(token))
        {
            return Narrow(http, ExchangeRefusals.ScopeTooNarrow);
        }

        if (!Guid.TryParseExact(token.Subject, "N", out var id) || await people.FindAsync(id, http.RequestAborted) is not { State: UserState.Active } user)
        {
            return SignOnRefusals.Unauthenticated;
        }

        var held = await rights.OfAsync(id, http.RequestAborted);
        if (user.MustChangePassword || (guards.IsOn("admin.action") && need.Actions.Count > 0 && !need.Actions.Any(held.Holds)))
        {
            return PolicyRefusals.NoRight;
        }

        if (guards.IsOn("admin.step-up") && (need.Dangerous || people.NeedsTotp(user)) && token.Acr != TwoFactors)
        {
            http.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_user_authentication\", acr_values=\"{TwoFactors}\"";
            return PolicyRefusals.StepUp;
        }

        return Stranger(http) with { Name = user.Subject, User = user, Rights = held };
    }

    private bool IsWide(TokenIdentity token) => !guards.IsOn("admin.scope") || (token.Scopes?.Contains(Scope) ?? token.Kind == SubjectKind.Platform);

    // RFC 6750 3.1: says which scope would have done.
    private static Refusal Narrow(HttpContext http, Refusal refusal)
    {
        http.Response.Headers.WWWAuthenticate = $"{Challenges.TooNarrow(http.Request.Headers.Authorization.ToString())}, scope=\"{Scope}\"";
        return refusal;
    }
}
