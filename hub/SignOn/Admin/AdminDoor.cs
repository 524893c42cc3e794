using CityOps.Hub.Audit;
using CityOps.Hub.SignOn.Policy;
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

    /// <summary>Which platforms come in besides users; the call's own room asks what is theirs.</summary>
    public Systems Systems { get; init; }

    /// <summary>What was asked for stands in the trail as it was sent: for grants, roles, keys; never where a body holds secrets or personal data.</summary>
    public bool Tells { get; init; }

    /// <summary>The body, for the trail; set by whoever reads it.</summary>
    public string? Asked { get; set; }
}

/// <summary>管理入口: the one door of the administration: the policy, the work, and one line in the trail for each yes and no.</summary>
public sealed class AdminDoor
{
    private readonly AccessPolicy policy;
    private readonly AuditLog audit;

    internal AdminDoor(AccessPolicy policy, AuditLog audit) => (this.policy, this.audit) = (policy, audit);

    /// <summary>Enters, works, writes the trail, answers; in this order.</summary>
    /// <param name="made">The name of what came of it, for the trail; where absent the call's subject.</param>
    public async Task<IResult> RunAsync<T>(HttpContext http, AdminCall call, Func<Actor, Task<Outcome<T>>> work, Func<T, IResult> answer, Func<T, string>? made = null)
    {
        http.Response.Headers.CacheControl = "no-store";
        var entered = await policy.EnterAsync(http, new Need(call.Action) { Dangerous = call.Dangerous, Systems = call.Systems });
        var done = entered.TryGet(out var actor, out var closed) ? await work(actor) : closed;
        var refusal = done.Match<Refusal?>(_ => null, no => no);
        await audit.WriteAsync(
            new AuditEvent(call.Event, refusal is null ? AuditResult.Done : AuditResult.Refused, refusal?.Name ?? "ok", actor.Name, Capped(done.Match(one => made?.Invoke(one), _ => null) ?? call.Subject), actor.Source, actor.Correlation) { Facts = FactsOf(call) }, http.RequestAborted);
        return done.Match(answer, no => no.ToResult(http));
    }

    private static Dictionary<string, string> FactsOf(AdminCall call) => call is { Tells: true, Asked: { } asked } ? new() { ["asked"] = asked } : [];

    private static string Capped(string text) => new([.. text.Take(128).Where(letter => !char.IsControl(letter))]);
}
