using CityOps.Hub.Administration;
using CityOps.Hub.Audit;
using CityOps.Hub.Catalog;
using CityOps.Hub.SignOn.Admin;
using CityOps.Hub.SignOn.Policy;
using CityOps.Schemas;
using CityOps.Schemas.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Onboarding.Joining;

/// <summary>接入平台配置 over HTTP: the reviewers' side under <c>/admin/v1/joins</c>, the applicants' and platforms' under <c>/onboarding/v1</c>.</summary>
internal static class JoinEndpoints
{
    private const string KeyHeader = "Join-Key";
    private static readonly string[] States = [.. Enum.GetNames<JoinState>().Select(name => name.ToLowerInvariant())];

    public static void Map(IEndpointRouteBuilder routes)
    {
        MapReview(routes.Group("joins"));
        var group = routes.MapGroup("/onboarding/v1").WithTags("接入 Onboarding");
        group.MapPost("/applications", ApplyAsync).WithName("ApplyToJoin").WithSummary("提交接入申请 · Apply, with an invitation or without");
        group.MapGet("/applications/{id}", FollowAsync).WithName("FollowJoin").WithSummary("查询申请进度（Join-Key） · How far it is, and what comes next");
        group.MapPost("/applications/{id}/secret", SecretAsync).WithName("FetchJoinSecret").WithSummary("领取平台密钥（只显示一次） · The platform's secret, shown once");
        group.MapPost("/applications/{id}/withdraw", WithdrawAsync).WithName("WithdrawJoin").WithSummary("撤回申请 · Take the application back");
        MapMember(group);
    }

    /// <summary>What an application looks like to whoever may see it.</summary>
    public static object View(Join one) => new
    {
        id = one.Id,
        state = one.State.ToString().ToLowerInvariant(),
        platform = one.Platform,
        region = one.Region,
        name = one.Name,
        owner = one.Profile.Owner,
        url = one.Profile.Url,
        purpose = one.Profile.Purpose,
        publishes = one.Publishes,
        subscribes = one.Subscribes,
        invitedAt = Time(one.InvitedAt),
        invitedUntil = Time(one.InvitedUntil),
        appliedAt = Time(one.AppliedAt),
        decidedBy = one.DecidedBy,
        decidedAt = Time(one.DecidedAt),
        opinion = one.Opinion,
        steps = Steps(one),
        trouble = one.Progress.Trouble,
        differences = one.Progress.Differences,
        joinedAt = Time(one.JoinedAt),
        receipt = one.Receipt,
        leftAt = Time(one.LeftAt),
    };

    private static void MapReview(RouteGroupBuilder group)
    {
        group.MapGet("", ListAsync).WithSummary("接入申请与邀请 · Applications and invitations, newest first");
        group.MapPost("", (HttpContext http, AdminDoor door, JoinDesk desk) => door.RunAsync<InvitationBody, Invited>(
            http, Call("join.invite", "") with { Tells = true }, (caller, body) => desk.InviteAsync(caller, body, http.RequestAborted),
            made => AdminEndpoints.Json(new { join = View(made.Join), invitation = made.Invitation }, StatusCodes.Status201Created), made => made.Join.Id)).WithSummary("发出邀请 · Invite; its code is shown once");
        group.MapGet("{id}", (HttpContext http, AdminDoor door, JoinDesk desk, InterfaceBook interfaces, string id) => door.RunAsync(
            http, Call("join.read", id) with { Dangerous = false }, caller => desk.FindAsync(caller, id, http.RequestAborted), one => AdminEndpoints.Json(Context(one, interfaces)))).WithSummary("一个申请及审核背景 · One, with what the review looks at");
        Review(group, "approve", "通过审核，进入联调 · Approve: tests may begin", (desk, caller, id, body, ct) => desk.ApproveAsync(caller, id, body, ct));
        Review(group, "reject", "不予接入 · Refuse, with the reason", (desk, caller, id, body, ct) => desk.RejectAsync(caller, id, body, ct));
        Review(group, "withdraw", "撤回邀请或终止联调 · Take back", (desk, caller, id, body, ct) => desk.WithdrawAsync(caller, id, body, ct));
    }

    private static void MapMember(RouteGroupBuilder group)
    {
        group.MapPost("/handshake", (HttpContext http, AdminDoor door, ApplicantDesk desk) => door.RunAsync<HandshakeBody, HandshakeAnswer>(
            http, Member("join.handshake"), (caller, body) => As(caller, code => desk.HandshakeAsync(code, body, http.RequestAborted)), Shown)).WithSummary("握手：版本、时钟、代码表 · Versions, clocks, code lists");
        group.MapGet("/probe", (HttpContext http, AdminDoor door, ApplicantDesk desk) => door.RunAsync(
            http, Member("join.probe"), caller => As(caller, code => desk.BeginProbeAsync(code, http.RequestAborted)), nonce => AdminEndpoints.Json(new { nonce }))).WithSummary("双向探测：取探测码 · A word to bring back");
        group.MapPost("/probe", (HttpContext http, AdminDoor door, ApplicantDesk desk) => door.RunAsync<ProbeBody, Join>(
            http, Member("join.probe"), (caller, body) => As(caller, code => desk.EndProbeAsync(code, body.Nonce, http.RequestAborted)), one => AdminEndpoints.Json(View(one)))).WithSummary("双向探测：回送探测码 · Brings it back");
        group.MapGet("/membership", (HttpContext http, AdminDoor door, ApplicantDesk desk) => door.RunAsync(
            http, Member("join.membership"), caller => As(caller, code => desk.MembershipAsync(code, http.RequestAborted)), one => AdminEndpoints.Json(View(one)))).WithSummary("本平台的接入状态 · How the caller's joining stands");
        group.MapPost("/finish", (HttpContext http, AdminDoor door, ApplicantDesk desk) => door.RunAsync(
            http, Member("join.finish"), caller => As(caller, code => desk.FinishAsync(code, http.RequestAborted)), one => AdminEndpoints.Json(View(one)))).WithSummary("完成联调，领取接入回执 · Join; answers with the signed receipt");
        group.MapPost("/secret", (HttpContext http, AdminDoor door, ApplicantDesk desk) => door.RunAsync(
            http, Member("join.secret"), caller => As(caller, code => desk.RotateAsync(code, http.RequestAborted)), made => AdminEndpoints.Json(new { secret = made.Secret, overlapHours = 24 }))).WithSummary("更换密钥（旧密钥 24 小时内仍有效） · A new secret; the old one holds for a day");
        group.MapPost("/leave", (HttpContext http, AdminDoor door, ApplicantDesk desk) => door.RunAsync<LeaveBody, Join>(
            http, Member("join.leave"), (caller, body) => As(caller, code => desk.LeaveAsync(code, body, http.RequestAborted)), one => AdminEndpoints.Json(View(one)))).WithSummary("注销 · Leave, or move to another hub");
    }

    private static void Review(RouteGroupBuilder group, string verb, string summary, Func<JoinDesk, Actor, string, ReviewBody, CancellationToken, Task<Outcome<Join>>> work) =>
        group.MapPost($"{{id}}/{verb}", (HttpContext http, AdminDoor door, JoinDesk desk, string id) => door.RunAsync<ReviewBody, Join>(
            http, Call($"join.{verb}", id) with { Tells = true }, (caller, body) => work(desk, caller, id, body, http.RequestAborted), one => AdminEndpoints.Json(View(one)))).WithSummary(summary);

    private static Task<IResult> ListAsync(HttpContext http, AdminDoor door, JoinDesk desk) => door.RunAsync<(IReadOnlyList<Join> Items, string? Next)>(
        http, Call("join.list", "") with { Dangerous = false }, async caller =>
        {
            if (!AdminEndpoints.PageOf(http.Request).TryGet(out var page, out var refusal))
            {
                return refusal;
            }

            var state = http.Request.Query("state");
            if (state is not null && !States.Contains(state))
            {
                return JoinRefusals.Wrong with { Fields = [new FieldError("state", string.Join(' ', States))] };
            }

            var found = await desk.PageAsync(
                caller, new JoinSearch(state is null ? null : Enum.Parse<JoinState>(state, ignoreCase: true).ToString(), http.Request.Query("q"), page.After.Length > 0 ? page.After : null, page.Most), http.RequestAborted);
            return (found, found.Count == page.Most ? found[^1].Id : null);
        },
        found => AdminEndpoints.Page([.. found.Items.Select(View)], found.Next));

    private static async Task<IResult> ApplyAsync(HttpContext http, ApplicantDesk desk, AuditLog audit)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!(await SmallJson.BytesAsync(http, AdminBody.MostBytes, http.RequestAborted)).TryGet(out var bytes, out var refusal) || !AdminBody.Read<ApplicationBody>(bytes).TryGet(out var body, out refusal))
        {
            return refusal.ToResult(http);
        }

        var applied = await desk.ApplyAsync(body, http.RequestAborted);
        await TellAsync(http, audit, "join.apply", applied.Match(made => made.Join.Id, _ => ""), applied.Match<Refusal?>(_ => null, no => no));
        return applied.Match(made => AdminEndpoints.Json(new { join = View(made.Join), key = made.Key }, StatusCodes.Status201Created), no => no.ToResult(http));
    }

    private static async Task<IResult> FollowAsync(HttpContext http, ApplicantDesk desk, string id)
    {
        http.Response.Headers.CacheControl = "no-store";
        return (await desk.FollowAsync(id, KeyOf(http), http.RequestAborted)).Match(one => AdminEndpoints.Json(View(one)), no => no.ToResult(http));
    }

    private static async Task<IResult> SecretAsync(HttpContext http, ApplicantDesk desk, AuditLog audit, string id)
    {
        http.Response.Headers.CacheControl = "no-store";
        var fetched = await desk.FetchSecretAsync(id, KeyOf(http), http.RequestAborted);
        await TellAsync(http, audit, "join.fetch-secret", id, fetched.Match<Refusal?>(_ => null, no => no));
        return fetched.Match(made => AdminEndpoints.Json(new { secret = made.Secret }), no => no.ToResult(http));
    }

    private static async Task<IResult> WithdrawAsync(HttpContext http, ApplicantDesk desk, AuditLog audit, string id)
    {
        http.Response.Headers.CacheControl = "no-store";
        var done = await desk.WithdrawAsync(id, KeyOf(http), "申请方撤回 / taken back by the applicant", http.RequestAborted);
        await TellAsync(http, audit, "join.take-back", id, done.Match<Refusal?>(_ => null, no => no));
        return done.Match(one => AdminEndpoints.Json(View(one)), no => no.ToResult(http));
    }

    // An applicant has no account yet: whoever holds the key is "applicant".
    private static Task TellAsync(HttpContext http, AuditLog audit, string name, string id, Refusal? refusal) => audit.WriteAsync(
        new AuditEvent(name, refusal is null ? AuditResult.Done : AuditResult.Refused, refusal?.Name ?? "ok", "applicant", new([.. id.Take(64).Where(char.IsAsciiLetterOrDigit)]), CallTrail.SourceOf(http), CallTrail.CorrelationOf(http)),
        http.RequestAborted);

    private static string KeyOf(HttpContext http) => http.Request.Headers[KeyHeader] is [{ Length: <= 128 } key] ? key : "";

    private static Task<Outcome<T>> As<T>(Actor caller, Func<string, Task<Outcome<T>>> work) =>
        caller.Platform is { } code ? work(code) : Task.FromResult<Outcome<T>>(PolicyRefusals.NoRight.Because("仅供平台调用", "For platforms only"));

    private static AdminCall Call(string name, string subject) => new(name, JoinDesk.Action, subject) { Dangerous = true };

    private static AdminCall Member(string name) => new(name, JoinDesk.Action, "") { Systems = Systems.All };

    private static object Context(Join one, InterfaceBook interfaces) => new
    {
        join = View(one),
        contact = one.Profile.Contact,
        phone = one.Profile.Phone,
        publishes = one.Publishes.Select(name => Described(name, interfaces)),
        subscribes = one.Subscribes.Select(name => Described(name, interfaces)),
    };

    private static object Described(string name, InterfaceBook interfaces)
    {
        var service = interfaces.Find(name);
        return new { code = name, title = service?.Dataset.Title ?? "", share = service?.Traits.Share.ToString().ToLowerInvariant() ?? "", category = service?.Traits.Category ?? "" };
    }

    private static IResult Shown(HandshakeAnswer answer) => AdminEndpoints.Json(new
    {
        at = ChinaTime.Format(answer.At),
        skewMillis = answer.SkewMillis,
        wire = answer.Wire,
        software = answer.Software,
        differences = answer.Differences,
    });

    private static object[] Steps(Join one) =>
    [
        Step("apply", one.AppliedAt),
        Step("review", one.State is JoinState.Invited or JoinState.Applied ? null : one.DecidedAt),
        Step("key", one.Progress.KeyAt),
        Step("handshake", one.Progress.HandshakeAt),
        Step("probe", one.Progress.ProbeAt),
        new
        {
            step = "tests",
            at = one.Publishes.Count > 0 && one.Untested.Count == 0 ? Time(one.Progress.Tests.Values.Max(test => test.At)) : null,
            done = one.Publishes.Count - one.Untested.Count,
            of = one.Publishes.Count,
            missing = one.Untested,
        },
        Step("joined", one.JoinedAt),
    ];

    private static object Step(string name, DateTimeOffset? at) => new { step = name, at = Time(at) };

    private static string? Time(DateTimeOffset? at) => at is { } known ? ChinaTime.Format(known) : null;
}
