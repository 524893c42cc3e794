using System.Text.Json;
using CityOps.Hub.Administration;
using CityOps.Hub.SignOn.Admin;
using CityOps.Hub.SignOn.Policy;
using CityOps.Schemas;
using CityOps.Schemas.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Subscriptions.Requests;

/// <summary>接口服务订阅: <c>/subscriptions/v1</c>. Platforms see and ask for their own; people and tools what lies in their reach.</summary>
internal static class RequestEndpoints
{
    private const string Root = "/subscriptions/v1";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root).WithTags("接口订阅 Subscriptions");
        group.MapPost("/requests", RequestAsync).WithName("RequestSubscription").WithSummary("申请订阅 · Ask for a subscription, with its purpose");
        group.MapGet("/requests", ListAsync).WithName("SubscriptionRequests").WithSummary("订阅申请（最新在前） · Requests, newest first");
        group.MapGet("/requests/{id}", GetAsync).WithName("SubscriptionRequest").WithSummary("一个申请；审批人另见审查背景 · One request, with the context for who decides");
        group.MapPost("/requests/{id}/decision", DecideAsync).WithName("DecideSubscription").WithSummary("答复申请 · Grant, narrower if need be, or refuse with the reason");
        Change(group, "withdraw", "撤回或退订 · Take back, or end", (desk, caller, id, reason, ct) => desk.WithdrawAsync(caller, id, reason, ct));
        Change(group, "dispute", "对拒绝提出争议 · Dispute a refusal", (desk, caller, id, reason, ct) => desk.DisputeAsync(caller, id, reason, ct));
        Change(group, "suspend", "暂停投递 · Pause delivery", (desk, caller, id, reason, ct) => desk.SuspendAsync(caller, id, reason, ct));
        Change(group, "resume", "恢复投递 · Go on", (desk, caller, id, reason, ct) => desk.ResumeAsync(caller, id, reason, ct));
        Change(group, "revoke", "撤销 · Take away, within 5 seconds", (desk, caller, id, reason, ct) => desk.RevokeAsync(caller, id, reason, ct));
        group.MapGet("/live", LiveAsync).WithName("LiveSubscriptions").WithSummary("在用订阅及其字段、区划、位点 · Subscriptions in use, with fields, regions and position");
    }

    private static void Change(
        RouteGroupBuilder group, string verb, string summary, Func<RequestDesk, Actor, string, ReasonBody, CancellationToken, Task<Outcome<SubscriptionRequest>>> work) =>
        group.MapPost($"/requests/{{id}}/{verb}", (HttpContext http, AdminDoor door, RequestDesk desk, string id) => door.RunAsync<ReasonBody, SubscriptionRequest>(
            http, Call($"subscription.{verb}", id), (caller, body) => work(desk, caller, id, body, http.RequestAborted), one => AdminEndpoints.Json(View(one)))).WithSummary(summary);

    private static Task<IResult> RequestAsync(HttpContext http, AdminDoor door, RequestDesk desk) => door.RunAsync<RequestBody, SubscriptionRequest>(
        http, Call("subscription.request", "") with { Action = "exchange.operate" }, (caller, body) => desk.RequestAsync(caller, body, http.RequestAborted), one => AdminEndpoints.Json(View(one), 201), one => one.Id);

    private static Task<IResult> DecideAsync(HttpContext http, AdminDoor door, RequestDesk desk, string id) => door.RunAsync<DecisionBody, SubscriptionRequest>(
        http, Call("subscription.decide", id), (caller, body) => desk.DecideAsync(caller, id, body, http.RequestAborted), one => AdminEndpoints.Json(View(one)));

    private static async Task<IResult> ListAsync(HttpContext http, RequestDesk desk)
    {
        if (!(await PolicyRoutes.AdmitAsync(http, Reading)).TryGet(out var caller, out var refusal) || !SearchOf(http.Request).TryGet(out var search, out refusal))
        {
            return refusal.ToResult(http);
        }

        var found = await desk.PageAsync(caller, search, http.RequestAborted);
        return AdminEndpoints.Page([.. found.Select(View)], found.Count == search.Most ? found[^1].Id : null);
    }

    private static async Task<IResult> GetAsync(HttpContext http, RequestDesk desk, ContextReader contexts, string id)
    {
        if (!(await PolicyRoutes.AdmitAsync(http, Reading)).TryGet(out var caller, out var refusal) || !(await desk.FindAsync(caller, id, http.RequestAborted)).TryGet(out var found, out refusal))
        {
            return refusal.ToResult(http);
        }

        var context = caller.Holds(RequestDesk.Decide) ? await contexts.OfAsync(found, http.RequestAborted) : null;
        return AdminEndpoints.Json(context is null ? View(found) : new { request = View(found), context });
    }

    private static async Task<IResult> LiveAsync(HttpContext http, LiveList live)
    {
        if (!(await PolicyRoutes.AdmitAsync(http, Reading)).TryGet(out var caller, out var refusal) || !AdminEndpoints.PageOf(http.Request).TryGet(out var page, out refusal))
        {
            return refusal.ToResult(http);
        }

        var (items, next) = await live.PageAsync(caller, http.Request.Query("platform"), http.Request.Query("interface"), page, http.RequestAborted);
        return AdminEndpoints.Page(items, next);
    }

    private static Need Reading { get; } = new(RequestDesk.Decide, "exchange.operate", "status.read") { Systems = Systems.All };

    private static AdminCall Call(string name, string subject) => new(name, RequestDesk.Decide, subject) { Systems = Systems.All, Tells = true };

    private static Outcome<RequestSearch> SearchOf(HttpRequest request)
    {
        if (!AdminEndpoints.PageOf(request).TryGet(out var page, out var refusal))
        {
            return refusal;
        }

        var state = request.Query("state");
        return state is not null && !Enum.TryParse<RequestState>(state, ignoreCase: true, out _)
            ? RequestRefusals.Wrong with { Fields = [new FieldError("state", string.Join(' ', Enum.GetNames<RequestState>().Select(name => name.ToLowerInvariant())))] }
            : new RequestSearch(
                request.Query("platform"), request.Query("interface"), state is null ? null : Enum.Parse<RequestState>(state, ignoreCase: true).ToString(), request.Query("q"), page.After.Length > 0 ? page.After : null, page.Most);
    }

    private static object View(SubscriptionRequest one) => new
    {
        id = one.Id,
        subscription = one.Subscription,
        platform = one.Platform,
        @interface = one.Interface,
        state = one.State.ToString().ToLowerInvariant(),
        purpose = one.Purpose,
        scenario = one.Scenario,
        legalBasis = one.LegalBasis,
        fields = one.Fields,
        regions = one.Regions,
        filter = one.Filter is null ? (JsonElement?)null : JsonSerializer.Deserialize<JsonElement>(one.Filter),
        mode = one.Mode.ToString().ToLowerInvariant(),
        pushUrl = one.PushUrl,
        startFrom = one.StartFrom is { } from ? ChinaTime.Format(from) : null,
        validTo = one.ValidTo,
        appliedBy = one.AppliedBy,
        appliedAt = ChinaTime.Format(one.AppliedAt),
        replyDue = ChinaTime.Format(one.ReplyDue),
        decidedBy = one.DecidedBy,
        decidedAt = one.DecidedAt is { } at ? ChinaTime.Format(at) : null,
        opinion = one.Opinion,
    };
}
