using CityOps.Portal.Asking;
using CityOps.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Portal.Joining;

/// <summary>接入平台配置: the desk of those who manage platforms, and the pages of those who want to join.</summary>
internal static class JoinPages
{
    private const string Manage = "platform.manage";
    private const int Rows = 50;

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        guard(routes.MapGet("/onboarding", Task<IResult> (HttpContext http) => Shows.PageAsync<JoinsPage, JoinRows>(http, "admin/v1/joins" + Shows.Query(http, Rows, "q", "state", "after"), Refresh.Never)), Manage);
        guard(routes.MapGet("/onboarding/invite", Task<IResult> (HttpContext http) => InviteFormAsync(http, null, new Form(), null)), Manage);
        guard(routes.MapPost("/onboarding/invite", Task<IResult> (HttpContext http) => InviteAsync(http)).TakesForm(), Manage);
        guard(routes.MapGet("/onboarding/{id}", Task<IResult> (HttpContext http, string id) => ReviewAsync(http, id, null, null)), Manage);
        foreach (var verb in new[] { "approve", "reject", "withdraw" })
        {
            guard(routes.MapPost($"/onboarding/{{id}}/{verb}", Task<IResult> (HttpContext http, string id) => DecideAsync(http, id, verb)).TakesForm(), Manage);
        }

        // For strangers: the deployment itself asks for invitation and key.
        routes.MapGet("/join", Task<IResult> (HttpContext http) => ApplyFormAsync(http, null, new Form(), null)).ExcludeFromDescription();
        routes.MapPost("/join", Task<IResult> (HttpContext http) => ApplyAsync(http)).TakesForm().ExcludeFromDescription();
        routes.MapGet("/join/follow", Task<IResult> (HttpContext http) => FollowFormAsync(http, new Form(), null, null, null)).ExcludeFromDescription();
        routes.MapPost("/join/follow", Task<IResult> (HttpContext http) => FollowAsync(http, withSecret: false)).TakesForm().ExcludeFromDescription();
        routes.MapPost("/join/secret", Task<IResult> (HttpContext http) => FollowAsync(http, withSecret: true)).TakesForm().ExcludeFromDescription();
    }

    private static async Task<IResult> InviteAsync(HttpContext http)
    {
        var form = await Shows.FormAsync(http);
        var body = new
        {
            code = form["code"], name = form["name"], region = form["region"], publishes = form.Words("publishes"), subscribes = form.Words("subscribes"),
            days = int.TryParse(form["days"], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var days) ? days : 0,
        };
        var answer = await Client(http).SendAsync<InvitationShown>(http, HttpMethod.Post, "admin/v1/joins", body);
        return await InviteFormAsync(http, answer.Problem, form, answer.Value);
    }

    private static Task<IResult> InviteFormAsync(HttpContext http, HubProblem? why, Form filled, InvitationShown? made) => Shows.ValueAsync<InvitePage>(
        http, Refresh.Never, (nameof(InvitePage.Why), why), (nameof(InvitePage.Filled), filled), (nameof(InvitePage.Made), made), (nameof(InvitePage.Origin), OriginOf(http)));

    private static async Task<IResult> ReviewAsync(HttpContext http, string id, HubProblem? why, string? opinion)
    {
        var answer = await Client(http).GetAsync<JoinReview>(http, $"admin/v1/joins/{Uri.EscapeDataString(id)}");
        return answer.Value is { } value
            ? await Shows.ValueAsync<JoinPage>(http, Refresh.Never, (nameof(JoinPage.Now), value), (nameof(JoinPage.Why), why), (nameof(JoinPage.Opinion), opinion))
            : await Shows.ProblemAsync(http, answer.Problem!);
    }

    private static async Task<IResult> DecideAsync(HttpContext http, string id, string verb)
    {
        var form = await Shows.FormAsync(http);
        object body = verb == "approve" ? new { opinion = form["opinion"], publishes = form.Words("publishes"), subscribes = form.Words("subscribes") } : new { opinion = form["reason"] };
        return await Shows.DoAsync<JoinRow>(
            http, HttpMethod.Post, $"admin/v1/joins/{Uri.EscapeDataString(id)}/{verb}", body, (one, view) => view.To("/onboarding/" + one.Id), why => ReviewAsync(http, id, why, form["opinion"]));
    }

    private static async Task<IResult> ApplyAsync(HttpContext http)
    {
        var form = await Shows.FormAsync(http);
        var body = new
        {
            invitation = form["invitation"], code = form["code"], name = form["name"], region = form["region"], purpose = form["purpose"], publishes = form.Words("publishes"), subscribes = form.Words("subscribes"),
            owner = form["owner"], contact = form["contact"], phone = form["phone"], url = form["url"],
        };
        var answer = await Client(http).SendAsync<ApplicationShown>(http, HttpMethod.Post, "onboarding/v1/applications", body);
        return await ApplyFormAsync(http, answer.Problem, form, answer.Value);
    }

    private static Task<IResult> ApplyFormAsync(HttpContext http, HubProblem? why, Form filled, ApplicationShown? made) => Shows.ValueAsync<ApplyPage>(
        http, Refresh.Never, (nameof(ApplyPage.Why), why), (nameof(ApplyPage.Filled), filled), (nameof(ApplyPage.Made), made));

    private static async Task<IResult> FollowAsync(HttpContext http, bool withSecret)
    {
        var form = await Shows.FormAsync(http);
        var path = $"onboarding/v1/applications/{Uri.EscapeDataString(form["id"])}";
        var secret = withSecret ? await Client(http).SendAsync<SecretShown>(http, HttpMethod.Post, path + "/secret", null, ("Join-Key", form["key"])) : null;
        var now = await Client(http).SendAsync<JoinRow>(http, HttpMethod.Get, path, null, ("Join-Key", form["key"]));
        return await FollowFormAsync(http, form, secret?.Problem ?? now.Problem, now.Value, secret?.Value?.Secret);
    }

    private static Task<IResult> FollowFormAsync(HttpContext http, Form filled, HubProblem? why, JoinRow? now, string? secret) => Shows.ValueAsync<FollowPage>(
        http, Refresh.Never, (nameof(FollowPage.Filled), filled), (nameof(FollowPage.Why), why), (nameof(FollowPage.Now), now), (nameof(FollowPage.Secret), secret), (nameof(FollowPage.Origin), OriginOf(http)));

    private static string OriginOf(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}";

    private static HubClient Client(HttpContext http) => http.RequestServices.GetRequiredService<HubClient>();

    private sealed record SecretShown(string Secret);
}
