using System.Diagnostics;
using CityOps.Hub.Audit;
using CityOps.Hub.Exchange;
using CityOps.Hub.Guards;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.People;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn.Admin;

/// <summary>What a call of the administration is, before anything of it is looked at.</summary>
/// <param name="Event">Its name in the trail.</param>
/// <param name="Action">What the caller must hold somewhere; where, the call's own room asks.</param>
/// <param name="Subject">What it is about.</param>
public sealed record AdminCall(string Event, string Action, string Subject)
{
    /// <summary>Asks users for a second factor (RFC 9470).</summary>
    public bool Dangerous { get; init; }

    /// <summary>Platforms that were given a quota may come here too.</summary>
    public bool ForGrantees { get; init; }
}

/// <summary>管理入口: the one door of the administration. Token, person, named action, second factor; and one line in the trail for each yes and no.</summary>
public sealed class AdminDoor
{
    private const string Scope = "cityops";
    private const string TwoFactors = "urn:cityops:acr:2";

    private readonly Door door;
    private readonly PlatformDirectory directory;
    private readonly AdminPeople people;
    private readonly GuardSwitch guards;
    private readonly AuditLog audit;

    internal AdminDoor(Door door, PlatformDirectory directory, AdminPeople people, GuardSwitch guards, AuditLog audit) =>
        (this.door, this.directory, this.people, this.guards, this.audit) = (door, directory, people, guards, audit);

    /// <summary>Enters, works, writes the trail, answers; in this order.</summary>
    public async Task<IResult> RunAsync<T>(HttpContext http, AdminCall call, Func<AdminCaller, Task<Outcome<T>>> work, Func<T, IResult> answer)
    {
        var ct = http.RequestAborted;
        http.Response.Headers.CacheControl = "no-store";
        var entered = await EnterAsync(http, call, ct);
        var caller = entered.Match(one => one, _ => new AdminCaller("anonymous", Source(http), Trace(http)));
        var done = entered.TryGet(out _, out var closed) ? await work(caller) : closed;
        var refusal = done.Match<Refusal?>(_ => null, no => no);
        await audit.WriteAsync(
            new AuditEvent(call.Event, refusal is null ? AuditResult.Done : AuditResult.Refused, refusal?.Name ?? "ok", caller.Name, Capped(call.Subject), caller.Source, caller.Correlation), ct);
        return done.Match(answer, no => no.ToResult(http));
    }

    private async Task<Outcome<AdminCaller>> EnterAsync(HttpContext http, AdminCall call, CancellationToken ct)
    {
        if (!(await door.ReadAsync(http)).TryGet(out var token, out var refusal))
        {
            return refusal;
        }

        if (guards.IsOn("admin.scope") && token.Scopes is { } scopes && !scopes.Contains(Scope))
        {
            return ExchangeRefusals.ScopeTooNarrow;
        }

        return token.Kind switch
        {
            SubjectKind.Platform => EnterPlatform(http, call, token),
            SubjectKind.User => await EnterUserAsync(http, call, token, ct),
            _ => ExchangeRefusals.ScopeTooNarrow,
        };
    }

    private Outcome<AdminCaller> EnterPlatform(HttpContext http, AdminCall call, TokenIdentity token)
    {
        if (directory.Find(token.PlatformCode) is not { Suspended: false } platform)
        {
            return ExchangeRefusals.Suspended;
        }

        var caller = new AdminCaller(token.PlatformCode, Source(http), Trace(http));
        return platform.Standing == Standing.Own ? caller with { IsTool = true }
            : call.ForGrantees && platform.Standing == Standing.Child ? caller with { Grantee = token.PlatformCode }
            : ExchangeRefusals.OwnerOnly;
    }

    private async Task<Outcome<AdminCaller>> EnterUserAsync(HttpContext http, AdminCall call, TokenIdentity token, CancellationToken ct)
    {
        if (!Guid.TryParseExact(token.Subject, "N", out var id) || await people.People.FindAsync(id, ct) is not { State: UserState.Active } user)
        {
            return SignOnRefusals.Unauthenticated;
        }

        var rights = await people.Rights.OfAsync(id, ct);
        if (user.MustChangePassword || (guards.IsOn("admin.action") && !rights.Holds(call.Action)))
        {
            return AdminRefusals.NoRight;
        }

        if (guards.IsOn("admin.step-up") && (call.Dangerous || people.People.NeedsTotp(user)) && token.Acr != TwoFactors)
        {
            http.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_user_authentication\", acr_values=\"{TwoFactors}\"";
            return AdminRefusals.StepUp;
        }

        return new AdminCaller(user.Subject, Source(http), Trace(http)) { User = user, Rights = rights };
    }

    private static string Source(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "local";

    private static string Trace(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    private static string Capped(string text) => new([.. text.Take(128).Where(letter => !char.IsControl(letter))]);
}

/// <summary>Whom the door asks about people.</summary>
internal sealed record AdminPeople(PeopleDesk People, RightsDesk Rights);

/// <summary>Every way the door of the administration says no by itself.</summary>
public static class AdminRefusals
{
    public static readonly Refusal NoRight = new(
        "insufficient-scope", "E1008", RefusalKind.Forbidden, "没有此项权限", "You do not hold the right to do this");

    public static readonly Refusal StepUp = new(
        "step-up-required", "E1001", RefusalKind.Unauthenticated, "此操作须双因素登录", "This asks for a login with a second factor");

    public static readonly IReadOnlyList<Refusal> All = [NoRight, StepUp];
}
