using CityOps.Hub.SignOn.Policy;
using System.Globalization;
using CityOps.Hub.SignOn.Admin;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Delegations;
using CityOps.Hub.Administration.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Administration.Delegations;

/// <summary>账号授权: quotas of accounts, given by this hub's own, handed on by those who got them.</summary>
internal static class DelegationEndpoints
{
    private const string Action = "grant.manage";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.Group("delegations");
        group.MapGet("", ListAsync).WithSummary("授权列表 · Quotas in order of their making; grantee: those of one platform");
        group.MapPost("", GiveAsync).WithSummary("授予名额 · Gives a quota, or hands on a part of one (parent)");
        group.MapGet("{id}", GetAsync);
        group.MapPost("{id}/withdraw", WithdrawAsync).WithSummary("收回 · Ends every account under it and under what was handed on");
        group.MapGet("{id}/accounts", AccountsAsync);
        group.MapPost("{id}/accounts", MakeAsync).WithSummary("开通账号 · An account under the quota, linked to the grantee's own user");
        group.MapPost("{id}/accounts/{user}/close", CloseAsync).WithSummary("注销账号 · Closes it; its place is free again");
    }

    private static AdminCall Call(string name, string subject, bool dangerous = false) => new(name, Action, subject) { Systems = Systems.Below, Dangerous = dangerous, Tells = dangerous };

    private static Task<IResult> ListAsync(HttpContext http, AdminDoor door, GrantAdmin desk) => door.RunAsync<(IReadOnlyList<Delegation> Items, string? Next)>(
        http, Call("delegation.list", ""), async caller =>
            AdminEndpoints.PageOf(http.Request).TryGet(out var page, out var refusal) ? await desk.PageAsync(caller, http.Request.Query("grantee"), page, http.RequestAborted) : refusal,
        found => AdminEndpoints.Page([.. found.Items.Select(View)], found.Next));

    private static Task<IResult> GiveAsync(HttpContext http, AdminDoor door, GrantAdmin desk) => door.RunAsync<NewDelegation, Delegation>(
        http, Call("delegation.give", "", dangerous: true), (caller, body) => desk.GiveAsync(caller, body, http.RequestAborted), one => AdminEndpoints.Json(View(one), 201), one => one.Id.ToString("N"));

    private static Task<IResult> GetAsync(HttpContext http, AdminDoor door, GrantAdmin desk, string id) => door.RunAsync(
        http, Call("delegation.read", id), caller => desk.FindAsync(caller, id, http.RequestAborted), one => AdminEndpoints.Json(View(one)));

    private static Task<IResult> WithdrawAsync(HttpContext http, AdminDoor door, GrantAdmin desk, string id) => door.RunAsync(
        http, Call("delegation.withdraw", id, dangerous: true), caller => desk.WithdrawAsync(caller, id, http.RequestAborted), one => AdminEndpoints.Json(View(one)));

    private static Task<IResult> AccountsAsync(HttpContext http, AdminDoor door, GrantAdmin desk, string id) => door.RunAsync<(IReadOnlyList<User> Items, string? Next)>(
        http, Call("delegation.account.list", id), async caller =>
            AdminEndpoints.PageOf(http.Request).TryGet(out var page, out var refusal) ? await desk.AccountsAsync(caller, id, page, http.RequestAborted) : refusal,
        found => AdminEndpoints.Page([.. found.Items.Select(UserView.Of)], found.Next));

    private static Task<IResult> MakeAsync(HttpContext http, AdminDoor door, GrantAdmin desk, string id) => door.RunAsync<NewAccount, Issued>(
        http, Call("delegation.account.create", id, dangerous: true), (caller, body) => desk.MakeAccountAsync(caller, id, body, http.RequestAborted),
        made => AdminEndpoints.Json(UserView.With(made.User, made.Password, made.Until), 201), made => made.User.Subject);

    private static Task<IResult> CloseAsync(HttpContext http, AdminDoor door, GrantAdmin desk, string id, string user) => door.RunAsync(
        http, Call("delegation.account.close", user, dangerous: true), caller => desk.CloseAccountAsync(caller, id, user, http.RequestAborted), one => AdminEndpoints.Json(UserView.Of(one)));

    private static object View(Delegation one) => new
    {
        id = one.Id.ToString("N"),
        parent = one.Parent?.ToString("N"),
        grantee = one.Grantee,
        quota = one.Quota,
        used = one.Used,
        roles = one.Roles,
        region = one.Region.ToString(),
        expiresAt = one.ExpiresAt?.ToString("O", CultureInfo.InvariantCulture),
        withdrawnAt = one.WithdrawnAt?.ToString("O", CultureInfo.InvariantCulture),
        givenBy = one.GivenBy,
        givenAt = one.GivenAt,
    };
}
