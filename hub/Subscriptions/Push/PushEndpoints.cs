using CityOps.Hub.Administration;
using CityOps.Hub.Guards;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.Admin;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.Subscriptions.Requests;
using CityOps.Schemas;
using CityOps.Schemas.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Subscriptions.Push;

/// <summary>A new address for deliveries.</summary>
internal sealed record PushAddress(string Url);

/// <summary>推送设置: how a pushed subscription's endpoint stands, its signing secret, its address.</summary>
internal static class PushEndpoints
{
    private const string Operate = "exchange.operate";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/subscriptions/v1/live/{id}/push").WithTags("接口订阅 Subscriptions");
        group.MapGet("", (HttpContext http, AdminDoor door, PushDesk desk, string id) => door.RunAsync(
            http, Call("push.read", id), caller => desk.FindAsync(caller, id, http.RequestAborted), one => AdminEndpoints.Json(View(one)))).WithSummary("推送状态 · How the endpoint stands");
        group.MapPut("", (HttpContext http, AdminDoor door, PushDesk desk, string id) => door.RunAsync<PushAddress, PushTarget>(
            http, Call("push.address", id) with { Tells = true }, (caller, body) => desk.PointAsync(caller, id, body, http.RequestAborted), one => AdminEndpoints.Json(View(one)))).WithSummary("更换推送地址 · Another address, which has to prove itself");
        group.MapPost("/secret", (HttpContext http, AdminDoor door, PushDesk desk, string id) => door.RunAsync(
            http, Call("push.secret", id), caller => desk.ReplaceSecretAsync(caller, id, http.RequestAborted), secret => AdminEndpoints.Json(new { secret }))).WithSummary("取签名密钥（只显示一次） · A new signing secret, shown once");
        group.MapPost("/reopen", (HttpContext http, AdminDoor door, PushDesk desk, string id) => door.RunAsync(
            http, Call("push.reopen", id), caller => desk.ReopenAsync(caller, id, http.RequestAborted), one => AdminEndpoints.Json(View(one)))).WithSummary("立即重试 · Try again at once");
    }

    private static AdminCall Call(string name, string subject) => new(name, Operate, subject) { Systems = Systems.All };

    private static object View(PushTarget one) => new
    {
        subscription = one.Subscription,
        url = one.Url,
        state = one.State switch
        {
            PushState.NoSecret => "no-secret",
            PushState.BlockedDestination => "blocked-destination",
            PushState.GivenUp => "given-up",
            _ => one.State.ToString().ToLowerInvariant(),
        },
        failingSince = one.FailingSince is { } since ? ChinaTime.Format(since) : null,
        nextAt = one.NextAt is { } next ? ChinaTime.Format(next) : null,
        attempts = one.Attempts,
        status = one.Status,
        error = one.Error,
        changedAt = ChinaTime.Format(one.ChangedAt),
    };
}

/// <summary>The subscriber itself, or an operator where the subscriber is in reach.</summary>
internal sealed class PushDesk(SubscriptionBook book, PlatformDirectory platforms, PushTable table, PushSender sender, OutboundHttp outbound, GrantKeeper keeper, TimeProvider clock)
{
    /// <summary>How long the secret before goes on signing beside the new one.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    public async Task<Outcome<PushTarget>> FindAsync(Actor caller, string id, CancellationToken ct) =>
        book.Find(id) is { Granted: { Mode: DeliverMode.Push } granted } subscription && IsTheirs(caller, subscription) && await GrantedAsync(subscription, granted, ct) is { } found
            ? found
            : RequestRefusals.NotPushed;

    public async Task<Outcome<PushTarget>> PointAsync(Actor caller, string id, PushAddress address, CancellationToken ct)
    {
        if (!(await FindAsync(caller, id, ct)).TryGet(out _, out var refusal) || (refusal = outbound.Judge(address.Url)) is not null)
        {
            return refusal;
        }

        await table.PointAsync(id, address.Url, clock.GetUtcNow(), ct);
        return await DoneAsync(caller, id, ct);
    }

    public async Task<Outcome<string>> ReplaceSecretAsync(Actor caller, string id, CancellationToken ct)
    {
        if (!(await FindAsync(caller, id, ct)).TryGet(out _, out var refusal))
        {
            return refusal;
        }

        var secret = WebhookSignature.NewSecret();
        await table.ReplaceSecretAsync(id, sender.Wrap(id, secret), clock.GetUtcNow() + Overlap, clock.GetUtcNow(), ct);
        await keeper.RefreshAsync(ct);
        return WebhookSignature.Text(secret);
    }

    public async Task<Outcome<PushTarget>> ReopenAsync(Actor caller, string id, CancellationToken ct)
    {
        if (!(await FindAsync(caller, id, ct)).TryGet(out _, out var refusal))
        {
            return refusal;
        }

        return await table.ReopenAsync(id, clock.GetUtcNow(), ct) ? await DoneAsync(caller, id, ct) : RequestRefusals.NotNow.Because("请先取签名密钥", "Fetch a signing secret first");
    }

    // The row is made by whoever comes first: this call or the service.
    private async Task<PushTarget?> GrantedAsync(Subscription subscription, SubscriptionRequest granted, CancellationToken ct)
    {
        await table.GrantAsync(subscription.Id, granted.Id, granted.PushUrl!, clock.GetUtcNow(), ct);
        return await table.FindAsync(subscription.Id, ct);
    }

    private async Task<Outcome<PushTarget>> DoneAsync(Actor caller, string id, CancellationToken ct)
    {
        await keeper.RefreshAsync(ct);
        return await FindAsync(caller, id, ct);
    }

    private bool IsTheirs(Actor caller, Subscription one) =>
        caller is { Platform: { } own, IsTool: false } ? one.Platform == own : caller.IsTool || (platforms.Find(one.Platform) is { } platform && caller.May("exchange.operate", platform.Region));
}
