using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Admin;
using CityOps.Hub.SignOn.Keys;
using CityOps.Hub.SignOn.People;
using CityOps.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Administration.Clients;

/// <summary>签名密钥: the keys this hub signs with; public facts only.</summary>
internal static class KeyEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.Group("keys");
        group.MapGet("", ListAsync);
        group.MapPost("{kid}/remove", RemoveAsync).WithSummary("紧急撤除 · Takes a key away at once; all it signed holds no more");
    }

    private static Task<IResult> ListAsync(HttpContext http, AdminDoor door, KeyKeeper keys, SignOnOptions options) => door.RunAsync<IReadOnlyList<SigningKey>>(
        http, new AdminCall("key.list", "key.manage", ""), caller => Task.FromResult<Outcome<IReadOnlyList<SigningKey>>>(caller.May("key.manage", options.Region) ? keys.Ring.Keys.ToArray() : []),
        found => AdminEndpoints.Page(
            [.. found.Select(key => new { kid = key.Kid, algorithm = key.Row.Algorithm, state = key.Row.State.ToString().ToLowerInvariant(), signsAt = key.Row.Times.SignsAt, goneAt = key.Row.Times.GoneAt })], null));

    private static Task<IResult> RemoveAsync(HttpContext http, AdminDoor door, KeyKeeper keys, SignOnOptions options, string kid) => door.RunAsync<string>(
        http, new AdminCall("key.remove", "key.manage", kid) { Dangerous = true }, async caller =>
            caller.May("key.manage", options.Region) && await keys.RemoveAsync(kid, http.RequestAborted) ? kid : PeopleRefusals.UnknownUser,
        _ => Results.NoContent());
}
