using CityOps.Hub.SignOn.Admin;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Administration.Users;

/// <summary>The first call of a new deployment.</summary>
internal static class FirstEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.Group("first").MapPost("", MakeAsync).WithSummary("建立三员账号 · Makes the three administrators; for this deployment's own tool, once");

    private static Task<IResult> MakeAsync(HttpContext http, AdminDoor door, FirstDesk desk) => door.RunAsync(
        http, new AdminCall("user.first", "user.manage", ""), caller => desk.MakeAsync(caller, http.RequestAborted),
        made => AdminEndpoints.Page([.. made.Select(one => UserView.With(one.User, one.Password, one.Until))], null));
}
