using CityOps.Portal.Asking;
using CityOps.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Portal.Users;

/// <summary>用户: the desk of accounts, their roles, sessions and what proves them.</summary>
internal static class UserPages
{
    private const string Read = "user.read";
    private const string Manage = "user.manage";
    private const string Reset = "user.reset";
    private const string Assign = "role.assign";
    private const string Sessions = "session.manage";
    private const int Rows = 50;
    private const string Users = "admin/v1/users";

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        guard(routes.MapGet("/users", Task<IResult> (HttpContext http) => Shows.PageAsync<UsersPage, UserRows>(http, Users + Shows.Query(http, Rows, "text", "organisation", "role", "state", "after"), Refresh.Never)), Read);
        guard(routes.MapGet("/users/new", Task<IResult> (HttpContext http) => NewFormAsync(http, null, new Form())), Manage);
        guard(routes.MapPost("/users/new", Task<IResult> (HttpContext http) => MakeAsync(http)).TakesForm(), Manage);
        guard(routes.MapGet("/users/{id}", Task<IResult> (HttpContext http, string id) => OneAsync(http, id, null, new Form())), Read);
        guard(routes.MapPost("/users/{id}/data", Task<IResult> (HttpContext http, string id) => ChangeAsync(http, id)).TakesForm(), Manage);
        guard(routes.MapPost("/users/{id}/roles", Task<IResult> (HttpContext http, string id) => RolesAsync(http, id)).TakesForm(), Assign);
        guard(routes.MapPost("/users/{id}/sessions/end", Task<IResult> (HttpContext http, string id) => EndSessionsAsync(http, id)).TakesForm(), Sessions);
        guard(routes.MapPost("/users/{id}/links", Task<IResult> (HttpContext http, string id) => LinkAsync(http, id, HttpMethod.Post)).TakesForm(), Manage);
        guard(routes.MapPost("/users/{id}/links/remove", Task<IResult> (HttpContext http, string id) => LinkAsync(http, id, HttpMethod.Delete)).TakesForm(), Manage);
        foreach (var (verb, right) in new[] { ("disable", Manage), ("enable", Manage), ("close", Manage), ("unlock", Reset), ("reset-totp", Reset) })
        {
            guard(routes.MapPost($"/users/{{id}}/{verb}", Task<IResult> (HttpContext http, string id) => ActAsync(http, id, verb)).TakesForm(), right);
        }

        guard(routes.MapPost("/users/{id}/reset-password", Task<IResult> (HttpContext http, string id) => ResetPasswordAsync(http, id)).TakesForm(), Reset);
    }

    private static async Task<IResult> MakeAsync(HttpContext http)
    {
        var form = await Shows.FormAsync(http);
        var body = new { login = form["login"], name = form["name"], organisation = form["organisation"], post = form.Some("post"), phone = form.Some("phone"), email = form.Some("email") };
        var answer = await Client(http).SendAsync<IssuedPassword>(http, HttpMethod.Post, Users, body);
        return answer.Value is { } made ? await IssuedAsync(http, made) : await NewFormAsync(http, answer.Problem, form);
    }

    private static Task<IResult> NewFormAsync(HttpContext http, HubProblem? why, Form filled) =>
        Shows.ValueAsync<NewUserPage>(http, Refresh.Never, (nameof(NewUserPage.Why), why), (nameof(NewUserPage.Filled), filled));

    private static Task<IResult> IssuedAsync(HttpContext http, IssuedPassword made) => Shows.ValueAsync<IssuedPage>(http, Refresh.Never, (nameof(IssuedPage.Now), made));

    private static async Task<IResult> OneAsync(HttpContext http, string id, HubProblem? why, Form filled)
    {
        var client = Client(http);
        var user = await client.GetAsync<UserRow>(http, PathOf(id));
        if (user.Value is not { } found)
        {
            return await Shows.ProblemAsync(http, user.Problem!);
        }

        var view = await PageView.OfAsync(http);
        var sessions = view.May(Sessions) ? await client.GetAsync<SessionRows>(http, PathOf(id) + "/sessions") : null;
        var links = await client.GetAsync<LinkRows>(http, PathOf(id) + "/links");
        return await Shows.ValueAsync<UserPage>(
            http, Refresh.Never, (nameof(UserPage.Now), new UserFacts(found, sessions?.Value?.Items, links.Value?.Items)), (nameof(UserPage.Why), why ?? sessions?.Problem ?? links.Problem), (nameof(UserPage.Filled), filled));
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, string id)
    {
        var form = await Shows.FormAsync(http);
        var body = new { name = form["name"], organisation = form["organisation"], post = form.Some("post"), phone = form.Some("phone"), email = form.Some("email") };
        return await WriteAsync<UserRow>(http, id, form, HttpMethod.Put, PathOf(id), body);
    }

    // The deployment takes the whole set: the one that stands, without or with one more; made on the version the page showed.
    private static async Task<IResult> RolesAsync(HttpContext http, string id)
    {
        var form = await Shows.FormAsync(http);
        var now = await Client(http).GetAsync<UserRow>(http, PathOf(id));
        if (now.Value is not { } user)
        {
            return await Shows.ProblemAsync(http, now.Problem!);
        }

        var named = new HeldRole(form["role"], form["scope"], form["value"]);
        var removes = form["do"] == "remove";
        if (removes && Sureness.Missing(http, form) is { } unsure)
        {
            return await OneAsync(http, id, unsure, form);
        }

        var roles = removes ? user.Roles.Where(held => held != named) : user.Roles.Append(named);
        return await WriteAsync<UserRow>(http, id, form, HttpMethod.Put, PathOf(id) + "/roles", new { roles });
    }

    private static async Task<IResult> EndSessionsAsync(HttpContext http, string id)
    {
        var form = await Shows.FormAsync(http);
        var path = form["sid"].Length > 0 ? $"admin/v1/sessions/{Uri.EscapeDataString(form["sid"])}" : PathOf(id) + "/sessions";
        return form["sid"].Length == 0 && Sureness.Missing(http, form) is { } unsure ? await OneAsync(http, id, unsure, form) : await WriteAsync<Done>(http, id, form, HttpMethod.Delete, path, null);
    }

    private static async Task<IResult> LinkAsync(HttpContext http, string id, HttpMethod method)
    {
        var form = await Shows.FormAsync(http);
        return Sureness.Missing(http, form) is { } unsure
            ? await OneAsync(http, id, unsure, form)
            : await WriteAsync<Done>(http, id, form, method, PathOf(id) + "/links", new { issuer = form["issuer"], subject = form["subject"] });
    }

    private static async Task<IResult> ActAsync(HttpContext http, string id, string verb)
    {
        var form = await Shows.FormAsync(http);
        return Sureness.Missing(http, form) is { } unsure ? await OneAsync(http, id, unsure, form) : await WriteAsync<UserRow>(http, id, form, HttpMethod.Post, $"{PathOf(id)}/{verb}", null);
    }

    private static async Task<IResult> ResetPasswordAsync(HttpContext http, string id)
    {
        var form = await Shows.FormAsync(http);
        if (Sureness.Missing(http, form) is { } unsure)
        {
            return await OneAsync(http, id, unsure, form);
        }

        var answer = await Client(http).SendAsync<IssuedPassword>(http, HttpMethod.Post, PathOf(id) + "/reset-password", null);
        return answer.Value is { } made ? await IssuedAsync(http, made) : await OneAsync(http, id, answer.Problem, form);
    }

    private static async Task<IResult> WriteAsync<T>(HttpContext http, string id, Form form, HttpMethod method, string path, object? body)
        where T : class
    {
        (string, string)[] match = form["version"].Length > 0 ? [("If-Match", $"\"{form["version"]}\"")] : [];
        var answer = await Client(http).SendAsync<T>(http, method, path, body, match);
        return answer.Problem is { } why ? await OneAsync(http, id, why, form) : Results.Redirect((await PageView.OfAsync(http)).To("/users/" + Uri.EscapeDataString(id)));
    }

    private static string PathOf(string id) => $"{Users}/{Uri.EscapeDataString(id)}";

    private static HubClient Client(HttpContext http) => http.RequestServices.GetRequiredService<HubClient>();
}
