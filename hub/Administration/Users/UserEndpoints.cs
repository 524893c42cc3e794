using CityOps.Hub.SignOn.Admin;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Roles;
using CityOps.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Administration.Users;

/// <summary>Accounts and their roles. System administrators make accounts, security administrators give roles and reset what proves somebody.</summary>
internal static class UserEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var users = routes.Group("users");
        users.MapGet("", ListAsync).WithSummary("用户列表 · Accounts: text, organisation, delegation, state, role; limit and after");
        users.MapPost("", MakeAsync).WithSummary("新建用户 · A new account without roles; its temporary password is shown once");
        users.MapGet("{id}", GetAsync);
        users.MapPut("{id}", ChangeAsync).WithSummary("修改用户 · Writes all data of the person; If-Match optional");
        users.MapPut("{id}/roles", AssignAsync).WithSummary("分配角色 · Writes the whole set of roles; If-Match optional");
        users.MapPost("{id}/disable", (HttpContext http, AdminDoor door, UserDesk desk, string id) => StateAsync(http, door, desk, id, UserState.Disabled));
        users.MapPost("{id}/enable", (HttpContext http, AdminDoor door, UserDesk desk, string id) => StateAsync(http, door, desk, id, UserState.Active));
        users.MapPost("{id}/close", (HttpContext http, AdminDoor door, UserDesk desk, string id) => StateAsync(http, door, desk, id, UserState.Closed));
        users.MapPost("{id}/unlock", (HttpContext http, AdminDoor door, UserDesk desk, string id) => ActAsync(http, door, desk, id, "user.unlock", desk.UnlockAsync));
        users.MapPost("{id}/reset-totp", (HttpContext http, AdminDoor door, UserDesk desk, string id) => ActAsync(http, door, desk, id, "user.totp.reset", desk.ResetTotpAsync));
        users.MapPost("{id}/reset-password", ResetPasswordAsync).WithSummary("重置密码 · A temporary password, shown once; ends sessions");
        routes.Group("roles").MapGet("", RolesAsync).WithSummary("角色目录 · The roles of this build and their actions");
    }

    private static Task<IResult> ListAsync(HttpContext http, AdminDoor door, UserDesk desk) => door.RunAsync<(IReadOnlyList<User> Users, string? Next)>(
        http, new AdminCall("user.list", "user.read", ""), async caller =>
        {
            if (!AdminEndpoints.PageOf(http.Request).TryGet(out var page, out var refusal) || !FilterOf(http.Request).TryGet(out var filter, out refusal))
            {
                return refusal;
            }

            return await desk.PageAsync(caller, filter, page, http.RequestAborted);
        },
        found => AdminEndpoints.Page([.. found.Users.Select(UserView.Of)], found.Next));

    private static Task<IResult> MakeAsync(HttpContext http, AdminDoor door, UserDesk desk) => door.RunAsync<NewUser, Issued>(
        http, new AdminCall("user.create", "user.manage", "") { Dangerous = true }, (caller, body) => desk.MakeAsync(caller, body, http.RequestAborted), Show(201), made => made.User.Subject);

    private static Task<IResult> GetAsync(HttpContext http, AdminDoor door, UserDesk desk, string id) => door.RunAsync(
        http, new AdminCall("user.read", "user.read", id), caller => desk.FindAsync(caller, "user.read", id, http.RequestAborted), user => Tagged(http, user));

    private static Task<IResult> ChangeAsync(HttpContext http, AdminDoor door, UserDesk desk, string id) => door.RunAsync<UserData, User>(
        http, new AdminCall("user.change", "user.manage", id), async (caller, body) =>
            (await desk.TakeAsync(caller, "user.manage", id, http.RequestAborted)).TryGet(out var user, out var refusal) && AdminEndpoints.IfMatch(http.Request).TryGet(out var asked, out refusal)
                ? await desk.ChangeAsync(caller, user, body, asked.Version, http.RequestAborted)
                : refusal,
        user => Tagged(http, user));

    private static Task<IResult> AssignAsync(HttpContext http, AdminDoor door, UserDesk desk, RoleDesk roles, string id) => door.RunAsync<RoleSet, User>(
        http, new AdminCall("user.roles", "role.assign", id) { Dangerous = true, Tells = true }, async (caller, body) =>
            (await desk.FindAsync(caller, "role.assign", id, http.RequestAborted)).TryGet(out var user, out var refusal) && AdminEndpoints.IfMatch(http.Request).TryGet(out var asked, out refusal)
                ? await roles.AssignAsync(caller, user, body, asked.Version, http.RequestAborted)
                : refusal,
        user => Tagged(http, user));

    private static Task<IResult> StateAsync(HttpContext http, AdminDoor door, UserDesk desk, string id, UserState state) => door.RunAsync(
        http, new AdminCall($"user.{UserTable.Word(state)}", "user.manage", id) { Dangerous = true }, async caller =>
            (await desk.TakeAsync(caller, "user.manage", id, http.RequestAborted)).TryGet(out var user, out var refusal)
                ? await desk.SetStateAsync(user, state, http.RequestAborted)
                : refusal,
        user => Tagged(http, user));

    private static Task<IResult> ActAsync(
        HttpContext http, AdminDoor door, UserDesk desk, string id, string name, Func<User, CancellationToken, Task<Outcome<User>>> act) => door.RunAsync(
        http, new AdminCall(name, "user.reset", id) { Dangerous = true }, async caller =>
            (await desk.TakeAsync(caller, "user.reset", id, http.RequestAborted)).TryGet(out var user, out var refusal) ? await act(user, http.RequestAborted) : refusal,
        user => Tagged(http, user));

    private static Task<IResult> ResetPasswordAsync(HttpContext http, AdminDoor door, UserDesk desk, string id) => door.RunAsync<Issued>(
        http, new AdminCall("user.password.reset", "user.reset", id) { Dangerous = true }, async caller =>
            (await desk.TakeAsync(caller, "user.reset", id, http.RequestAborted)).TryGet(out var user, out var refusal) ? await desk.ResetPasswordAsync(user, http.RequestAborted) : refusal,
        Show(200));

    private static Task<IResult> RolesAsync(HttpContext http, AdminDoor door) => door.RunAsync<IReadOnlyCollection<Role>>(
        http, new AdminCall("role.list", "role.assign", ""), _ => Task.FromResult<Outcome<IReadOnlyCollection<Role>>>(RoleBook.All.ToArray()),
        roles => AdminEndpoints.Page(
            [.. roles.OrderBy(role => role.Code, StringComparer.Ordinal).Select(role => new { code = role.Code, name = role.Name, nameEn = role.NameEn, secondFactor = role.Second, actions = role.Actions.Order(StringComparer.Ordinal) })], null));

    private static Func<Issued, IResult> Show(int status) => issued => AdminEndpoints.Json(UserView.With(issued.User, issued.Password, issued.Until), status);

    private static IResult Tagged(HttpContext http, User user)
    {
        http.Response.Headers.ETag = $"\"{user.Version}\"";
        return AdminEndpoints.Json(UserView.Of(user));
    }

    private static Outcome<UserFilter> FilterOf(HttpRequest request)
    {
        var delegation = request.Query("delegation");
        Guid? id = Guid.TryParseExact(delegation, "N", out var parsed) ? parsed : null;
        UserState? state = request.Query("state") switch { "active" => UserState.Active, "disabled" => UserState.Disabled, "closed" => UserState.Closed, _ => null };
        return delegation is not null && id is null ? AdminBody.Unknown : new UserFilter(request.Query("text"), request.Query("organisation"), id, state) { Role = request.Query("role") };
    }
}
