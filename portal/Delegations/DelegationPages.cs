using System.Globalization;
using CityOps.Portal.Asking;
using CityOps.Portal.Users;
using CityOps.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Portal.Delegations;

/// <summary>账号授权: the desk of quotas and of the accounts under them.</summary>
internal static class DelegationPages
{
    private const string Manage = "grant.manage";
    private const int Rows = 50;
    private const string Delegations = "admin/v1/delegations";

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        guard(routes.MapGet("/delegations", Task<IResult> (HttpContext http) => Shows.PageAsync<DelegationsPage, DelegationRows>(http, Delegations + Shows.Query(http, Rows, "grantee", "after"), Refresh.Never)), Manage);
        guard(routes.MapGet("/delegations/new", Task<IResult> (HttpContext http) => NewFormAsync(http, null, Form.Of(("parent", http.Request.Query["parent"])))), Manage);
        guard(routes.MapPost("/delegations/new", Task<IResult> (HttpContext http) => GiveAsync(http)).TakesForm(), Manage);
        guard(routes.MapGet("/delegations/{id}", Task<IResult> (HttpContext http, string id) => OneAsync(http, id, null, new Form())), Manage);
        guard(routes.MapPost("/delegations/{id}/withdraw", Task<IResult> (HttpContext http, string id) => SurelyAsync(http, id, "withdraw")).TakesForm(), Manage);
        guard(routes.MapPost("/delegations/{id}/accounts", Task<IResult> (HttpContext http, string id) => OpenAsync(http, id)).TakesForm(), Manage);
        guard(routes.MapPost("/delegations/{id}/accounts/{user}/close", Task<IResult> (HttpContext http, string id, string user) => SurelyAsync(http, id, $"accounts/{Uri.EscapeDataString(user)}/close")).TakesForm(), Manage);
    }

    private static async Task<IResult> GiveAsync(HttpContext http)
    {
        var form = await Shows.FormAsync(http);
        var body = new
        {
            grantee = form["grantee"], quota = int.TryParse(form["quota"], NumberStyles.None, CultureInfo.InvariantCulture, out var quota) ? quota : 0, roles = form.All("roles"), region = form["region"],
            parent = form.Some("parent"), expiresAt = form["expiresAt"] is { Length: > 0 } end ? end + (end.Length == 16 ? ":00+08:00" : "") : null,
        };
        return await Shows.DoAsync<DelegationRow>(http, HttpMethod.Post, Delegations, body, (one, view) => view.To("/delegations/" + one.Id), why => NewFormAsync(http, why, form));
    }

    private static Task<IResult> NewFormAsync(HttpContext http, HubProblem? why, Form filled) =>
        Shows.ValueAsync<NewDelegationPage>(http, Refresh.Never, (nameof(NewDelegationPage.Why), why), (nameof(NewDelegationPage.Filled), filled));

    private static async Task<IResult> OneAsync(HttpContext http, string id, HubProblem? why, Form filled)
    {
        var one = await Client(http).GetAsync<DelegationRow>(http, PathOf(id));
        if (one.Value is not { } found)
        {
            return await Shows.ProblemAsync(http, one.Problem!);
        }

        var accounts = await Client(http).GetAsync<UserRows>(http, $"{PathOf(id)}/accounts" + Shows.Query(http, Rows, "after"));
        var giver = (await PageView.OfAsync(http)).May("user.read") && Guid.TryParseExact(found.GivenBy, "N", out _) ? await Client(http).GetAsync<UserRow>(http, "admin/v1/users/" + found.GivenBy) : null;
        return await Shows.ValueAsync<DelegationPage>(
            http, Refresh.Never, (nameof(DelegationPage.Now), new DelegationFacts(found, accounts.Value) { Giver = giver?.Value }), (nameof(DelegationPage.Why), why ?? accounts.Problem), (nameof(DelegationPage.Filled), filled));
    }

    private static async Task<IResult> OpenAsync(HttpContext http, string id)
    {
        var form = await Shows.FormAsync(http);
        var link = form["issuer"].Length + form["subject"].Length > 0 ? new { issuer = form["issuer"], subject = form["subject"] } : null;
        var body = new { login = form["login"], name = form["name"], roles = form.All("roles"), post = form.Some("post"), phone = form.Some("phone"), email = form.Some("email"), link };
        var answer = await Client(http).SendAsync<IssuedPassword>(http, HttpMethod.Post, PathOf(id) + "/accounts", body);
        return answer.Value is { } made
            ? await Shows.ValueAsync<IssuedPage>(http, Refresh.Never, (nameof(IssuedPage.Now), made), (nameof(IssuedPage.Back), "/delegations/" + Uri.EscapeDataString(id)))
            : await OneAsync(http, id, answer.Problem, form);
    }

    private static async Task<IResult> SurelyAsync(HttpContext http, string id, string verb)
    {
        var form = await Shows.FormAsync(http);
        return Sureness.Missing(http, form) is { } unsure
            ? await OneAsync(http, id, unsure, form)
            : await Shows.DoAsync<Done>(http, HttpMethod.Post, $"{PathOf(id)}/{verb}", null, (_, view) => view.To("/delegations/" + Uri.EscapeDataString(id)), why => OneAsync(http, id, why, form));
    }

    private static string PathOf(string id) => $"{Delegations}/{Uri.EscapeDataString(id)}";

    private static HubClient Client(HttpContext http) => http.RequestServices.GetRequiredService<HubClient>();
}
