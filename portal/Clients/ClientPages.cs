using CityOps.Portal.Asking;
using CityOps.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using System.Text.Json;

namespace CityOps.Portal.Clients;

/// <summary>应用系统: the desk of clients and of their keys.</summary>
internal static class ClientPages
{
    private const string Manage = "client.manage";
    private const string Keys = "key.manage";
    private const int Rows = 50;
    private const string Clients = "admin/v1/clients";

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        guard(routes.MapGet("/clients", Task<IResult> (HttpContext http) => Shows.PageAsync<ClientsPage, ClientRows>(http, Clients + Shows.Query(http, Rows, "text", "after"), Refresh.Never)), Manage);
        guard(routes.MapGet("/clients/new", Task<IResult> (HttpContext http) => NewFormAsync(http, null, Empty())), Manage);
        guard(routes.MapPost("/clients/new", Task<IResult> (HttpContext http) => RegisterAsync(http)).TakesForm(), Manage);
        guard(routes.MapGet("/clients/{id}", Task<IResult> (HttpContext http, string id) => OneAsync(http, id, null, new Form())), Manage);
        guard(routes.MapPost("/clients/{id}", Task<IResult> (HttpContext http, string id) => ChangeAsync(http, id)).TakesForm(), Manage);
        guard(routes.MapPost("/clients/{id}/suspend", Task<IResult> (HttpContext http, string id) => SurelyAsync(http, id, "suspend", _ => null)).TakesForm(), Manage);
        guard(routes.MapPost("/clients/{id}/resume", Task<IResult> (HttpContext http, string id) => SurelyAsync(http, id, "resume", _ => null)).TakesForm(), Manage);
        guard(routes.MapPost("/clients/{id}/keys/{kid}/retire", Task<IResult> (HttpContext http, string id, string kid) => SurelyAsync(http, id, $"keys/{Uri.EscapeDataString(kid)}/retire", EndOf)).TakesForm(), Keys);
        guard(routes.MapPost("/clients/{id}/keys", Task<IResult> (HttpContext http, string id) => AddKeyAsync(http, id)).TakesForm(), Keys);
        guard(routes.MapPost("/clients/{id}/secrets", Task<IResult> (HttpContext http, string id) => AddSecretAsync(http, id)).TakesForm(), Keys);
    }

    private static async Task<IResult> RegisterAsync(HttpContext http)
    {
        var form = await Shows.FormAsync(http);
        var answer = await Client(http).SendAsync<RegisteredClient>(http, HttpMethod.Post, Clients, DraftOf(form, form["id"]));
        return answer.Value switch
        {
            null => await NewFormAsync(http, answer.Problem, form),
            { Secret: { } secret, Kid: { } kid } made => await ShownAsync(http, made.Client.Client.Id, new ShownSecret(kid, secret)),
            { } made => await BackAsync(http, made.Client.Client.Id),
        };
    }

    private static Task<IResult> NewFormAsync(HttpContext http, HubProblem? why, Form filled) =>
        Shows.ValueAsync<NewClientPage>(http, Refresh.Never, (nameof(NewClientPage.Why), why), (nameof(NewClientPage.Filled), filled));

    private static async Task<IResult> OneAsync(HttpContext http, string id, HubProblem? why, Form filled)
    {
        var one = await Client(http).GetAsync<ClientRow>(http, PathOf(id));
        return one.Value is { } found
            ? await Shows.ValueAsync<ClientPage>(http, Refresh.Never, (nameof(ClientPage.Now), found), (nameof(ClientPage.Why), why), (nameof(ClientPage.Filled), filled))
            : await Shows.ProblemAsync(http, one.Problem!);
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, string id)
    {
        var form = await Shows.FormAsync(http);
        return await Shows.DoAsync<ClientRow>(http, HttpMethod.Put, PathOf(id), DraftOf(form, id), (_, view) => PageOf(view, id), why => OneAsync(http, id, why, form));
    }

    private static async Task<IResult> SurelyAsync(HttpContext http, string id, string verb, Func<Form, object?> body)
    {
        var form = await Shows.FormAsync(http);
        return Sureness.Missing(http, form) is { } unsure
            ? await OneAsync(http, id, unsure, form)
            : await Shows.DoAsync<ClientRow>(http, HttpMethod.Post, $"{PathOf(id)}/{verb}", body(form), (_, view) => PageOf(view, id), why => OneAsync(http, id, why, form));
    }

    private static async Task<IResult> AddKeyAsync(HttpContext http, string id)
    {
        var form = await Shows.FormAsync(http);
        if ((Sureness.Missing(http, form) ?? JsonFault(http, form["jwk"])) is { } refused)
        {
            return await OneAsync(http, id, refused, form);
        }

        using var key = JsonDocument.Parse(form["jwk"]);
        return await Shows.DoAsync<ClientRow>(http, HttpMethod.Post, PathOf(id) + "/keys", key.RootElement, (_, view) => PageOf(view, id), why => OneAsync(http, id, why, form));
    }

    private static async Task<IResult> AddSecretAsync(HttpContext http, string id)
    {
        var form = await Shows.FormAsync(http);
        if (Sureness.Missing(http, form) is { } unsure)
        {
            return await OneAsync(http, id, unsure, form);
        }

        var answer = await Client(http).SendAsync<ShownSecret>(http, HttpMethod.Post, PathOf(id) + "/secrets", null);
        return answer.Value is { } made ? await ShownAsync(http, id, made) : await OneAsync(http, id, answer.Problem, form);
    }

    private static Task<IResult> ShownAsync(HttpContext http, string id, ShownSecret secret) =>
        Shows.ValueAsync<SecretPage>(http, Refresh.Never, (nameof(SecretPage.Id), id), (nameof(SecretPage.Now), secret));

    private static async Task<IResult> BackAsync(HttpContext http, string id) => Results.Redirect(PageOf(await PageView.OfAsync(http), id));

    private static object DraftOf(Form form, string id)
    {
        var flags = form.All("flags").ToHashSet(StringComparer.Ordinal);
        return new
        {
            id, name = form["name"], method = form["method"], redirectUris = form.Words("redirectUris"), postLogoutRedirectUris = form.Words("postLogoutRedirectUris"), backchannelLogoutUri = form.Some("backchannelLogoutUri"),
            grantTypes = form.All("grantTypes"), scopes = form.Words("scopes"), resources = form.Words("resources"), audiences = form.Words("audiences"), idTokenAlgorithm = form["idTokenAlgorithm"], jwksUri = form.Some("jwksUri"),
            rotatesRefresh = flags.Contains("rotatesRefresh"), pkceOptional = flags.Contains("pkceOptional"), pushedRequestsOnly = flags.Contains("pushedRequestsOnly"), dpopOnly = flags.Contains("dpopOnly"),
            firstParty = flags.Contains("firstParty"), secretAllowed = flags.Contains("secretAllowed"),
        };
    }

    // The deployment takes the end named or, without one, ends it now.
    private static object EndOf(Form form) => form["until"] is { Length: > 0 } until ? new { until = until + (until.Length == 16 ? ":00+08:00" : "") } : new Dictionary<string, string?> { ["until"] = null };

    private static HubProblem? JsonFault(HttpContext http, string text)
    {
        try
        {
            using var _ = JsonDocument.Parse(text);
            return null;
        }
        catch (JsonException)
        {
            var english = http.Request.Query["lang"] == "en";
            return new HubProblem(StatusCodes.Status422UnprocessableEntity, english ? "The key is no JSON" : "公钥不是合规的 JSON", null, "malformed-json") { Errors = [new FieldFault("jwk", english ? "a JWK: one JSON object" : "须为一个 JWK（JSON 对象）")] };
        }
    }

    private static Form Empty() => Form.Of(("method", "secret_basic"), ("grantTypes", "authorization_code"), ("scopes", "openid profile"), ("idTokenAlgorithm", "RS256"));

    private static string PageOf(PageView view, string id) => view.To("/clients/" + Uri.EscapeDataString(id));

    private static string PathOf(string id) => $"{Clients}/{Uri.EscapeDataString(id)}";

    private static HubClient Client(HttpContext http) => http.RequestServices.GetRequiredService<HubClient>();
}
