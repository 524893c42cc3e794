using System.Text.Json;
using CityOps.Hub.SignOn.Admin;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.SignOn.Clients;
using CityOps.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Administration.Clients;

/// <summary>When a key or secret ends; null for now.</summary>
internal sealed record Ending(DateTimeOffset? Until);

/// <summary>客户端: applications that may ask for tokens, and the keys of applications and platforms.</summary>
internal static class ClientEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.Group("clients");
        group.MapGet("", ListAsync).WithSummary("客户端列表 · Clients in order of id; text in id or name");
        group.MapPost("", RegisterAsync).WithSummary("登记客户端 · Its secret, if it has one, is shown once");
        group.MapGet("{id}", GetAsync);
        group.MapPut("{id}", ChangeAsync);
        group.MapPost("{id}/suspend", (HttpContext http, AdminDoor door, ClientAdmin desk, string id) => SetAsync(http, door, desk, id, "client.suspend", desk.SuspendAsync));
        group.MapPost("{id}/resume", (HttpContext http, AdminDoor door, ClientAdmin desk, string id) => SetAsync(http, door, desk, id, "client.resume", desk.ResumeAsync));
        group.MapPost("{id}/secrets", AddSecretAsync).WithSummary("增加密钥 · A further secret, shown once");
        group.MapPost("{id}/keys", AddKeyAsync).WithSummary("增加公钥 · A public key as JWK, for a client or a platform");
        group.MapPost("{id}/keys/{kid}/retire", RetireAsync).WithSummary("停用密钥 · Ends a key or secret, now or at a time");
    }

    private static Task<IResult> ListAsync(HttpContext http, AdminDoor door, ClientAdmin desk) => door.RunAsync<(IReadOnlyList<ClientView> Items, string? Next)>(
        http, new AdminCall("client.list", "client.manage", ""), caller => Task.FromResult(
            AdminEndpoints.PageOf(http.Request).TryGet(out var page, out var refusal) ? desk.Page(caller, http.Request.Query("text"), page) : refusal),
        found => AdminEndpoints.Page([.. found.Items.Select(View)], found.Next));

    private static Task<IResult> RegisterAsync(HttpContext http, AdminDoor door, ClientAdmin desk) => door.RunAsync<ClientDraft, (ClientView View, ShownSecret? Secret)>(
        http, new AdminCall("client.register", "client.manage", "") { Dangerous = true, Tells = true }, (caller, body) => desk.RegisterAsync(caller, body, http.RequestAborted),
        made => AdminEndpoints.Json(new { client = View(made.View), kid = made.Secret?.Kid, secret = made.Secret?.Secret }, 201), made => made.View.Draft.Id);

    private static Task<IResult> GetAsync(HttpContext http, AdminDoor door, ClientAdmin desk, string id) => door.RunAsync(
        http, new AdminCall("client.read", "client.manage", id), caller => Task.FromResult(desk.Find(caller, id)), view => AdminEndpoints.Json(View(view)));

    private static Task<IResult> ChangeAsync(HttpContext http, AdminDoor door, ClientAdmin desk, string id) => door.RunAsync<ClientDraft, ClientView>(
        http, new AdminCall("client.change", "client.manage", id) { Dangerous = true, Tells = true }, (caller, body) => desk.ChangeAsync(caller, id, body, http.RequestAborted),
        view => AdminEndpoints.Json(View(view)));

    private static Task<IResult> SetAsync(
        HttpContext http, AdminDoor door, ClientAdmin desk, string id, string name, Func<Actor, string, CancellationToken, Task<Outcome<ClientView>>> set) => door.RunAsync(
        http, new AdminCall(name, "client.manage", id) { Dangerous = true }, caller => set(caller, id, http.RequestAborted), view => AdminEndpoints.Json(View(view)));

    private static Task<IResult> AddSecretAsync(HttpContext http, AdminDoor door, ClientAdmin desk, string id) => door.RunAsync(
        http, new AdminCall("client.secret.add", "key.manage", id) { Dangerous = true }, caller => desk.AddSecretAsync(caller, id, http.RequestAborted),
        made => AdminEndpoints.Json(new { kid = made.Kid, secret = made.Secret }, 201));

    private static Task<IResult> AddKeyAsync(HttpContext http, AdminDoor door, ClientAdmin desk, string id) => door.RunAsync<JsonDocument, ClientView>(
        http, new AdminCall("client.key.add", "key.manage", id) { Dangerous = true }, async (caller, body) =>
        {
            using (body)
            {
                return await desk.AddKeyAsync(caller, id, body.RootElement.GetRawText(), http.RequestAborted);
            }
        },
        view => AdminEndpoints.Json(View(view), 201));

    private static Task<IResult> RetireAsync(HttpContext http, AdminDoor door, ClientAdmin desk, string id, string kid) => door.RunAsync<Ending, ClientView>(
        http, new AdminCall("client.key.retire", "key.manage", id) { Dangerous = true, Tells = true }, (caller, body) => desk.RetireAsync(caller, id, kid, body.Until, http.RequestAborted),
        view => AdminEndpoints.Json(View(view)));

    private static object View(ClientView view) => new { client = view.Draft, suspended = view.Suspended, keys = view.Keys };
}
