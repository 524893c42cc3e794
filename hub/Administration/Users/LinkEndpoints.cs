using CityOps.Hub.SignOn.Admin;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Administration.Users;

/// <summary>Outside identities of an account, and its sessions. An account is linked by issuer and subject, never by e-mail.</summary>
internal static class LinkEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var users = routes.Group("users");
        users.MapGet("{id}/links", ListAsync);
        users.MapPost("{id}/links", AddAsync).WithSummary("关联外部身份 · Links an identity of another issuer");
        users.MapDelete("{id}/links", RemoveAsync).WithSummary("解除关联 · Takes a link away and ends the account's sessions");
        users.MapGet("{id}/sessions", SessionsAsync);
        users.MapDelete("{id}/sessions", EndAllAsync).WithSummary("强制下线 · Ends every session and grant of the account");
        routes.Group("sessions").MapDelete("{sid}", EndOneAsync).WithSummary("结束会话 · Ends one session");
    }

    private static Task<IResult> ListAsync(HttpContext http, AdminDoor door, UserDesk desk, PeopleTables tables, string id) => door.RunAsync<IReadOnlyList<AccountLink>>(
        http, new AdminCall("user.link.list", "user.read", id), async caller =>
            (await desk.FindAsync(caller, "user.read", id, http.RequestAborted)).TryGet(out var user, out var refusal)
                ? (await tables.Links.OfAsync(user.Id, http.RequestAborted)).ToArray()
                : refusal,
        links => AdminEndpoints.Page([.. links.Select(View)], null));

    private static Task<IResult> AddAsync(HttpContext http, AdminDoor door, UserDesk desk, LinkDesk links, string id) => door.RunAsync<LinkItem, AccountLink>(
        http, new AdminCall("user.link.add", "user.manage", id) { Dangerous = true, Tells = true }, async (caller, body) =>
            (await desk.TakeAsync(caller, "user.manage", id, http.RequestAborted)).TryGet(out var user, out var refusal) ? await links.AddAsync(user, body, caller.Name, http.RequestAborted) : refusal,
        link => AdminEndpoints.Json(View(link), 201));

    private static Task<IResult> RemoveAsync(HttpContext http, AdminDoor door, UserDesk desk, LinkDesk links, string id) => door.RunAsync<LinkItem, User>(
        http, new AdminCall("user.link.remove", "user.manage", id) { Dangerous = true, Tells = true }, async (caller, body) =>
            (await desk.TakeAsync(caller, "user.manage", id, http.RequestAborted)).TryGet(out var user, out var refusal) ? await links.RemoveAsync(user, body, http.RequestAborted) : refusal,
        _ => Results.NoContent());

    private static Task<IResult> SessionsAsync(HttpContext http, AdminDoor door, UserDesk desk, [FromServices] SessionDesk sessions, string id) => door.RunAsync<IReadOnlyList<UserSession>>(
        http, new AdminCall("session.list", "session.manage", id), async caller =>
            (await desk.FindAsync(caller, "session.manage", id, http.RequestAborted)).TryGet(out var user, out var refusal)
                ? (await sessions.OfUserAsync(user.Id, http.RequestAborted)).ToArray()
                : refusal,
        found => AdminEndpoints.Page(
            [.. found.Select(one => new { sid = one.Sid, acr = one.Acr, amr = one.Amr, upstream = one.Upstream, startedAt = one.StartedAt, seenAt = one.SeenAt, address = one.Address, agent = one.Agent })], null));

    private static Task<IResult> EndAllAsync(HttpContext http, AdminDoor door, UserDesk desk, AccountEnd end, string id) => door.RunAsync<User>(
        http, new AdminCall("session.end", "session.manage", id), async caller =>
        {
            if (!(await desk.FindAsync(caller, "session.manage", id, http.RequestAborted)).TryGet(out var user, out var refusal))
            {
                return refusal;
            }

            await end.AllAsync(user.Id, "administrator", http.RequestAborted);
            return user;
        },
        _ => Results.NoContent());

    private static Task<IResult> EndOneAsync(HttpContext http, AdminDoor door, UserDesk desk, [FromServices] SessionDesk sessions, string sid) => door.RunAsync<User>(
        http, new AdminCall("session.end", "session.manage", sid), async caller =>
        {
            if (await sessions.FindBySidAsync(sid, http.RequestAborted) is not { } session)
            {
                return PeopleRefusals.UnknownUser;
            }

            if (!(await desk.FindAsync(caller, "session.manage", session.User.ToString("N"), http.RequestAborted)).TryGet(out var user, out var refusal))
            {
                return refusal;
            }

            await sessions.EndAsync(sid, "administrator", http.RequestAborted);
            return user;
        },
        _ => Results.NoContent());

    private static object View(AccountLink link) => new { issuer = link.Issuer, subject = link.Subject, account = link.Account.ToString("N"), linkedBy = link.LinkedBy, linkedAt = link.LinkedAt };
}
