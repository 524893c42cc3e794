using CityOps.Hub.Administration;
using CityOps.Hub.SignOn.Admin;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.Subscriptions.Requests;
using CityOps.Schemas;
using CityOps.Schemas.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Subscriptions.Corrections;

/// <summary>校核纠错: <c>/subscriptions/v1/corrections</c>. Platforms see what they asked and what they have to answer.</summary>
internal static class CorrectionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/subscriptions/v1/corrections").WithTags("接口订阅 Subscriptions");
        group.MapPost("", AskAsync).WithName("AskCorrection").WithSummary("提出校核纠错 · Say that a value is wrong");
        group.MapGet("", ListAsync).WithName("Corrections").WithSummary("校核纠错（最新在前） · Correction requests, newest first");
        group.MapGet("/{id}", GetAsync).WithName("Correction").WithSummary("一个校核纠错 · One correction request");
        group.MapPost("/{id}/answer", AnswerAsync).WithName("AnswerCorrection").WithSummary("来源平台答复 · The source's answer: corrected, confirmed or rejected");
        group.MapPost("/{id}/withdraw", WithdrawAsync).WithName("WithdrawCorrection").WithSummary("撤回 · Take back");
    }

    private static Task<IResult> AskAsync(HttpContext http, AdminDoor door, CorrectionDesk desk) => door.RunAsync<CorrectionBody, Correction>(
        http, Call("correction.ask", ""), (caller, body) => desk.AskAsync(caller, body, http.RequestAborted), one => AdminEndpoints.Json(View(one, desk.Now), 201), one => one.Id);

    private static Task<IResult> AnswerAsync(HttpContext http, AdminDoor door, CorrectionDesk desk, string id) => door.RunAsync<CorrectionAnswer, Correction>(
        http, Call("correction.answer", id), (caller, body) => desk.AnswerAsync(caller, id, body, http.RequestAborted), one => AdminEndpoints.Json(View(one, desk.Now)));

    private static Task<IResult> WithdrawAsync(HttpContext http, AdminDoor door, CorrectionDesk desk, string id) => door.RunAsync<ReasonBody, Correction>(
        http, Call("correction.withdraw", id), (caller, body) => desk.WithdrawAsync(caller, id, body, http.RequestAborted), one => AdminEndpoints.Json(View(one, desk.Now)));

    private static async Task<IResult> ListAsync(HttpContext http, CorrectionDesk desk)
    {
        if (!(await PolicyRoutes.AdmitAsync(http, Reading)).TryGet(out var caller, out var refusal) || !SearchOf(http.Request, desk.Now).TryGet(out var search, out refusal))
        {
            return refusal.ToResult(http);
        }

        var found = await desk.PageAsync(caller, search, http.RequestAborted);
        return AdminEndpoints.Page([.. found.Select(one => View(one, desk.Now))], found.Count == search.Most ? found[^1].Id : null);
    }

    private static async Task<IResult> GetAsync(HttpContext http, CorrectionDesk desk, string id)
    {
        if (!(await PolicyRoutes.AdmitAsync(http, Reading)).TryGet(out var caller, out var refusal) || !(await desk.FindAsync(caller, id, http.RequestAborted)).TryGet(out var found, out refusal))
        {
            return refusal.ToResult(http);
        }

        return AdminEndpoints.Json(View(found, desk.Now));
    }

    private static Need Reading { get; } = new(CorrectionDesk.Correct, "status.read") { Systems = Systems.All };

    // The body may hold a person's data: it stands in its own table, not in the trail.
    private static AdminCall Call(string name, string subject) => new(name, CorrectionDesk.Correct, subject) { Systems = Systems.All };

    private static Outcome<CorrectionSearch> SearchOf(HttpRequest request, DateTimeOffset now)
    {
        if (!AdminEndpoints.PageOf(request).TryGet(out var page, out var refusal))
        {
            return refusal;
        }

        var (state, named) = (request.Query("state"), (CorrectionState?)null);
        if (state is not null)
        {
            named = Enum.GetValues<CorrectionState>().Where(one => string.Equals(one.ToString(), state, StringComparison.OrdinalIgnoreCase)).Cast<CorrectionState?>().FirstOrDefault();
            if (named is null)
            {
                return CorrectionRefusals.Wrong with { Fields = [new FieldError("state", string.Join(' ', Enum.GetNames<CorrectionState>().Select(name => name.ToLowerInvariant())))] };
            }
        }

        return new CorrectionSearch(
            null, request.Query("source"), request.Query("platform"), named?.ToString(), request.Query("q"), request.Query("overdue") == "true" ? now : null, page.After.Length > 0 ? page.After : null, page.Most);
    }

    private static object View(Correction one, DateTimeOffset now) => new
    {
        id = one.Id,
        @interface = one.Interface,
        recordId = one.RecordId,
        rev = one.Rev,
        pointer = one.Pointer,
        source = one.Source,
        platform = one.AskedBy,
        askedAt = ChinaTime.Format(one.AskedAt),
        replyDue = ChinaTime.Format(one.ReplyDue),
        overdue = one.State == CorrectionState.Open && one.ReplyDue < now,
        said = one.Said,
        wanted = one.Wanted,
        reason = one.Reason,
        state = one.State.ToString().ToLowerInvariant(),
        answeredBy = one.AnsweredBy,
        answeredAt = one.AnsweredAt is { } at ? ChinaTime.Format(at) : null,
        opinion = one.Opinion,
        newRev = one.NewRev,
    };
}
