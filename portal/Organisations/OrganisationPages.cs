using CityOps.Portal.Asking;
using CityOps.Portal.Users;
using CityOps.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Portal.Organisations;

/// <summary>机构: the desk of the tree of organisations.</summary>
internal static class OrganisationPages
{
    private const string Read = "user.read";
    private const string Manage = "organisation.manage";
    private const int Rows = 50;
    private const int Few = 20;
    private const string Organisations = "admin/v1/organisations";

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        guard(routes.MapGet("/organisations", Task<IResult> (HttpContext http) => Shows.PageAsync<OrganisationsPage, OrganisationRows>(http, Organisations + Shows.Query(http, Rows, "text", "under", "after"), Refresh.Never)), Read);
        guard(routes.MapGet("/organisations/new", Task<IResult> (HttpContext http) => NewFormAsync(http, null, Form.Of(("parent", http.Request.Query["parent"]), ("region", http.Request.Query["region"])))), Manage);
        guard(routes.MapPost("/organisations/new", Task<IResult> (HttpContext http) => MakeAsync(http)).TakesForm(), Manage);
        guard(routes.MapGet("/organisations/{id}", Task<IResult> (HttpContext http, string id) => OneAsync(http, id, null, new Form())), Read);
        guard(routes.MapPost("/organisations/{id}", Task<IResult> (HttpContext http, string id) => ChangeAsync(http, id)).TakesForm(), Manage);
    }

    private static async Task<IResult> MakeAsync(HttpContext http)
    {
        var form = await Shows.FormAsync(http);
        var body = new { id = form["id"], name = form["name"], kind = form["kind"], region = form["region"], parent = form.Some("parent"), creditCode = form.Some("creditCode") };
        return await Shows.DoAsync<OrganisationRow>(http, HttpMethod.Post, Organisations, body, (one, view) => view.To("/organisations/" + Uri.EscapeDataString(one.Id)), why => NewFormAsync(http, why, form));
    }

    private static Task<IResult> NewFormAsync(HttpContext http, HubProblem? why, Form filled) =>
        Shows.ValueAsync<NewOrganisationPage>(http, Refresh.Never, (nameof(NewOrganisationPage.Why), why), (nameof(NewOrganisationPage.Filled), filled));

    private static async Task<IResult> OneAsync(HttpContext http, string id, HubProblem? why, Form filled)
    {
        var client = http.RequestServices.GetRequiredService<HubClient>();
        var name = Uri.EscapeDataString(id);
        var one = await client.GetAsync<OrganisationRow>(http, $"{Organisations}/{name}");
        if (one.Value is not { } found)
        {
            return await Shows.ProblemAsync(http, one.Problem!);
        }

        var below = await client.GetAsync<OrganisationRows>(http, $"{Organisations}?limit={Few}&under={name}");
        var people = await client.GetAsync<UserRows>(http, $"admin/v1/users?limit={Few}&organisation={name}");
        return await Shows.ValueAsync<OrganisationPage>(
            http, Refresh.Never, (nameof(OrganisationPage.Now), new OrganisationFacts(found, below.Value, people.Value)), (nameof(OrganisationPage.Why), why ?? below.Problem ?? people.Problem), (nameof(OrganisationPage.Filled), filled));
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, string id)
    {
        var form = await Shows.FormAsync(http);
        var body = new { name = form["name"], kind = form["kind"], creditCode = form.Some("creditCode") };
        return await Shows.DoAsync<OrganisationRow>(
            http, HttpMethod.Put, $"{Organisations}/{Uri.EscapeDataString(id)}", body, (one, view) => view.To("/organisations/" + Uri.EscapeDataString(one.Id)), why => OneAsync(http, id, why, form));
    }
}
