using CityOps.Hub.Catalog;
using CityOps.Hub.Catalog.Standards;
using CityOps.Hub.Exchange;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.Policy;
using CityOps.Schemas;
using CityOps.Store;

namespace CityOps.Hub.Subscriptions.Requests;

/// <summary>Whom the desk of requests asks.</summary>
internal sealed record RequestBooks(PlatformDirectory Platforms, InterfaceBook Interfaces, SubscriptionBook Subscriptions, StandardShelf Standard, ApprovalProfile Profile);

/// <summary>
/// 接口服务订阅: request, decision, and what becomes of it. Unconditional data are granted by the conformity check itself,
/// conditional ones wait for an answer, data not shared are refused with the reason (domain.md 4.5).
/// </summary>
internal sealed class RequestDesk(RequestTable table, GrantKeeper keeper, RequestRules rules, RequestBooks books, LogTable log, IdMaker ids, TimeProvider clock)
{
    public const string Decide = "subscription.decide";
    private const string Operate = "exchange.operate";
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(China).DateTime);

    public async Task<Outcome<SubscriptionRequest>> RequestAsync(Actor caller, RequestBody body, CancellationToken ct)
    {
        if (!ApplicantOf(caller, body).TryGet(out var applicant, out var refusal) || !InterfaceOf(body.Interface).TryGet(out var service, out refusal))
        {
            return refusal;
        }

        if (service.Traits.Share == ShareType.Denied)
        {
            return RequestRefusals.NotShared.Because($"{service.Dataset.Title}（{service.Name}）按数据标准不予共享。", $"{service.Name} is not shared, by the data standard.");
        }

        if (books.Subscriptions.Find(Subscription.IdOf(applicant.Code.ToString(), service.Name)) is { Statutory: true })
        {
            return RequestRefusals.Statutory;
        }

        if (!rules.Check(body, applicant, service, Today).TryGet(out var asked, out refusal))
        {
            return refusal;
        }

        var (now, open) = (clock.GetUtcNow(), service.Traits.Share == ShareType.Unconditional);
        var calendar = books.Standard.Current.Calendar;
        var request = asked with
        {
            Id = ids.Next().ToString("N"),
            AppliedBy = caller.Name,
            AppliedAt = now,
            ReplyDue = ApprovalProfile.After(now, open ? books.Profile.Unconditional : books.Profile.Conditional, calendar),
        };
        if (open)
        {
            request = request with { State = RequestState.Live, DecidedBy = "policy", DecidedAt = now, Opinion = "无条件共享，符合性审查通过", InForce = true };
        }

        var start = request.State == RequestState.Live ? await StartOfAsync(request, ct) : (long?)null;
        if (!await table.AddAsync(request, start, ct))
        {
            return RequestRefusals.Pending;
        }

        await keeper.RefreshAsync(ct);
        return request;
    }

    public async Task<IReadOnlyList<SubscriptionRequest>> PageAsync(Actor caller, RequestSearch search, CancellationToken ct)
    {
        var found = await table.PageAsync(Deciding(caller) ? search : search with { Platform = caller.Platform ?? "" }, ct);
        return [.. found.Where(one => Sees(caller, one))];
    }

    /// <summary>Foreign ones look like missing ones.</summary>
    public async Task<Outcome<SubscriptionRequest>> FindAsync(Actor caller, string id, CancellationToken ct) =>
        await table.FindAsync(id, ct) is { } found && Sees(caller, found) ? found : RequestRefusals.Unknown;

    public async Task<Outcome<SubscriptionRequest>> DecideAsync(Actor caller, string id, DecisionBody decision, CancellationToken ct)
    {
        if (!(await FindAsync(caller, id, ct)).TryGet(out var asked, out var refusal) || !MayDecide(caller, asked).TryGet(out _, out refusal) || !InterfaceOf(asked.Interface).TryGet(out var service, out refusal))
        {
            return refusal;
        }

        if (!asked.Pending)
        {
            return RequestRefusals.NotNow.Because($"申请状态为 {asked.State}", $"The request is {asked.State}");
        }

        if (!RequestRules.Narrow(asked, decision, service, Today).TryGet(out var granted, out refusal))
        {
            return refusal;
        }

        var decided = (decision.Accept ? granted : asked) with
        {
            State = decision.Accept ? RequestState.Live : RequestState.Refused, DecidedBy = caller.Name, DecidedAt = clock.GetUtcNow(), Opinion = decision.Opinion, InForce = decision.Accept,
        };
        return await ChangeAsync(decided, asked.State, decision.Accept ? await StartOfAsync(decided, ct) : null, ct);
    }

    /// <summary>撤回 of a request, or the end of a subscription, by who applied.</summary>
    public async Task<Outcome<SubscriptionRequest>> WithdrawAsync(Actor caller, string id, ReasonBody reason, CancellationToken ct) =>
        await MoveAsync(caller, id, IsApplicant, RequestState.Withdrawn, [RequestState.Awaiting, RequestState.Disputed, RequestState.Live, RequestState.Suspended], reason, ct);

    /// <summary>争议: who applied does not accept the refusal; it is decided once more.</summary>
    public Task<Outcome<SubscriptionRequest>> DisputeAsync(Actor caller, string id, ReasonBody reason, CancellationToken ct) =>
        MoveAsync(caller, id, IsApplicant, RequestState.Disputed, [RequestState.Refused], reason, ct);

    public Task<Outcome<SubscriptionRequest>> SuspendAsync(Actor caller, string id, ReasonBody reason, CancellationToken ct) =>
        MoveAsync(caller, id, MayDecide, RequestState.Suspended, [RequestState.Live], reason, ct);

    public Task<Outcome<SubscriptionRequest>> ResumeAsync(Actor caller, string id, ReasonBody reason, CancellationToken ct) =>
        MoveAsync(caller, id, MayDecide, RequestState.Live, [RequestState.Suspended], reason, ct);

    public Task<Outcome<SubscriptionRequest>> RevokeAsync(Actor caller, string id, ReasonBody reason, CancellationToken ct) =>
        MoveAsync(caller, id, MayDecide, RequestState.Revoked, [RequestState.Live, RequestState.Suspended], reason, ct);

    private async Task<Outcome<SubscriptionRequest>> MoveAsync(
        Actor caller, string id, Func<Actor, SubscriptionRequest, Outcome<SubscriptionRequest>> may, RequestState to, RequestState[] from, ReasonBody reason, CancellationToken ct)
    {
        if (!(await FindAsync(caller, id, ct)).TryGet(out var found, out var refusal) || !may(caller, found).TryGet(out _, out refusal))
        {
            return refusal;
        }

        if (reason.Reason.Trim().Length is < 1 or > 500)
        {
            return RequestRefusals.Wrong with { Fields = [new FieldError("/reason", "1–500 个字 / 1 to 500 characters")] };
        }

        return from.Contains(found.State)
            ? await ChangeAsync(found with { State = to, DecidedBy = caller.Name, DecidedAt = clock.GetUtcNow(), Opinion = reason.Reason }, found.State, null, ct)
            : RequestRefusals.NotNow.Because($"申请状态为 {found.State}", $"The request is {found.State}");
    }

    private async Task<Outcome<SubscriptionRequest>> ChangeAsync(SubscriptionRequest to, RequestState from, long? startAt, CancellationToken ct)
    {
        if (!await table.ChangeAsync(to, from, startAt, ct))
        {
            return RequestRefusals.NotNow.Because("状态刚刚被他人改变，请刷新后再试", "Somebody changed it just now: look again");
        }

        await keeper.RefreshAsync(ct);
        return to;
    }

    // Without a wish, records accepted from now on: what was before is not part of the grant.
    private async Task<long> StartOfAsync(SubscriptionRequest request, CancellationToken ct) =>
        request.StartFrom is { } from ? await log.PositionAtAsync(request.Interface, from, ct) : await log.HeadAsync(ct);

    private Outcome<Platform> ApplicantOf(Actor caller, RequestBody body)
    {
        if (caller is { Platform: { } own, IsTool: false })
        {
            return body.Platform is null || body.Platform == own ? books.Platforms.Find(own)! : RequestRefusals.Wrong with { Fields = [new FieldError("/platform", "平台只能为自己申请 / a platform applies for itself")] };
        }

        return body.Platform is { } code && books.Platforms.Find(code) is { } named && caller.May(Operate, named.Region)
            ? named
            : RequestRefusals.Wrong with { Fields = [new FieldError("/platform", "须为您管理范围内已登记的平台 / a registered platform within your reach")] };
    }

    private Outcome<InterfaceService> InterfaceOf(string code) => books.Interfaces.Find(code) is { } service ? service : ExchangeRefusals.UnknownInterface;

    private static bool Deciding(Actor caller) => caller.IsTool || caller.Platform is null;

    private bool Sees(Actor caller, SubscriptionRequest one) =>
        caller is { Platform: { } own, IsTool: false } ? one.Platform == own
        : caller.IsTool || (books.Platforms.Find(one.Platform) is { } applicant && (caller.May(Decide, applicant.Region) || caller.May(Operate, applicant.Region) || caller.May("status.read", applicant.Region)));

    private Outcome<SubscriptionRequest> MayDecide(Actor caller, SubscriptionRequest one) =>
        caller.IsTool || (caller.Platform is null && books.Platforms.Find(one.Platform) is { } applicant && caller.May(Decide, applicant.Region)) ? one : PolicyRefusals.NoRight;

    private Outcome<SubscriptionRequest> IsApplicant(Actor caller, SubscriptionRequest one) =>
        one.Platform == caller.Platform || caller.IsTool || (caller.Platform is null && books.Platforms.Find(one.Platform) is { } applicant && caller.May(Operate, applicant.Region)) ? one : PolicyRefusals.NoRight;
}
