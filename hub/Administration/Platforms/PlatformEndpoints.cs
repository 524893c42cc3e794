using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.Admin;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Administration.Platforms;

/// <summary>接入平台: the registry of platforms.</summary>
internal static class PlatformEndpoints
{
    private const string Action = "platform.manage";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.Group("platforms");
        group.MapGet("", ListAsync);
        group.MapPost("", AddAsync).WithSummary("登记平台 · Its secret is shown once");
        group.MapGet("{code}", GetAsync);
        group.MapPut("{code}", ChangeAsync).WithSummary("修改登记 · Name and granted interfaces");
        group.MapPost("{code}/suspend", (HttpContext http, AdminDoor door, PlatformDesk desk, string code) => SuspendAsync(http, door, desk, code, suspended: true));
        group.MapPost("{code}/resume", (HttpContext http, AdminDoor door, PlatformDesk desk, string code) => SuspendAsync(http, door, desk, code, suspended: false));
        group.MapPost("{code}/secret", SecretAsync).WithSummary("更换密钥 · A new secret, shown once");
    }

    private static Task<IResult> ListAsync(HttpContext http, AdminDoor door, PlatformDesk desk) => door.RunAsync<(IReadOnlyList<Platform> Items, string? Next)>(
        http, new AdminCall("platform.list", Action, ""), caller =>
        {
            if (!AdminEndpoints.PageOf(http.Request).TryGet(out var page, out var refusal))
            {
                return Task.FromResult<Schemas.Outcome<(IReadOnlyList<Platform>, string?)>>(refusal);
            }

            var found = desk.Page(caller, page);
            return Task.FromResult<Schemas.Outcome<(IReadOnlyList<Platform>, string?)>>((found, found.Count == page.Most ? found[^1].Code.ToString() : null));
        },
        found => AdminEndpoints.Page([.. found.Items.Select(View)], found.Next));

    private static Task<IResult> AddAsync(HttpContext http, AdminDoor door, PlatformDesk desk) => door.RunAsync<NewPlatform, IssuedPlatform>(
        http, new AdminCall("platform.add", Action, "") { Dangerous = true, Tells = true }, (caller, body) => desk.AddAsync(caller, body, http.RequestAborted), made => Shown(made, 201), made => made.Platform.Code.ToString());

    private static Task<IResult> GetAsync(HttpContext http, AdminDoor door, PlatformDesk desk, string code) => door.RunAsync(
        http, new AdminCall("platform.read", Action, code), caller => Task.FromResult(desk.Find(caller, code)), one => AdminEndpoints.Json(View(one)));

    private static Task<IResult> ChangeAsync(HttpContext http, AdminDoor door, PlatformDesk desk, string code) => door.RunAsync<PlatformData, Platform>(
        http, new AdminCall("platform.change", Action, code) { Dangerous = true, Tells = true }, (caller, body) => desk.ChangeAsync(caller, code, body, http.RequestAborted), one => AdminEndpoints.Json(View(one)));

    private static Task<IResult> SuspendAsync(HttpContext http, AdminDoor door, PlatformDesk desk, string code, bool suspended) => door.RunAsync(
        http, new AdminCall(suspended ? "platform.suspend" : "platform.resume", Action, code) { Dangerous = true },
        caller => desk.SuspendAsync(caller, code, suspended, http.RequestAborted), one => AdminEndpoints.Json(View(one)));

    private static Task<IResult> SecretAsync(HttpContext http, AdminDoor door, PlatformDesk desk, string code) => door.RunAsync(
        http, new AdminCall("platform.secret", Action, code) { Dangerous = true }, caller => desk.ReplaceSecretAsync(caller, code, http.RequestAborted), made => Shown(made, 200));

    private static IResult Shown(IssuedPlatform made, int status) => AdminEndpoints.Json(new { platform = View(made.Platform), secret = made.Secret }, status);

    private static object View(Platform one) => new
    {
        code = one.Code.ToString(),
        region = one.Region.ToString(),
        name = one.Name,
        standing = one.Standing.ToString().ToLowerInvariant(),
        suspended = one.Suspended,
        testing = one.Testing,
        publishes = one.Publishes.Order(StringComparer.Ordinal),
        subscribes = one.Subscribes.Order(StringComparer.Ordinal),
    };
}
