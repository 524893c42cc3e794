using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Admin;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Organisations;
using CityOps.Schemas;
using CityOps.Schemas.Codes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Administration.Organisations;

internal sealed record NewOrganisation(string Id, string Name, string Kind, string Region)
{
    public string? Parent { get; init; }

    public string? CreditCode { get; init; }
}

/// <summary>What may be written of an organisation; its place in the tree is fixed, or rights would move with it unseen.</summary>
internal sealed record OrganisationData(string Name, string Kind)
{
    public string? CreditCode { get; init; }
}

/// <summary>机构配置: the tree of organisations.</summary>
internal static class OrganisationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.Group("organisations");
        group.MapGet("", ListAsync).WithSummary("机构树 · Organisations in order of id; under: one of them and all below it; text in id or name");
        group.MapPost("", MakeAsync);
        group.MapGet("{id}", GetAsync);
        group.MapPut("{id}", ChangeAsync);
    }

    private static Task<IResult> ListAsync(HttpContext http, AdminDoor door, OrganisationDesk desk) => door.RunAsync<(IReadOnlyList<Organisation> Items, string? Next)>(
        http, new AdminCall("organisation.list", "user.read", ""), async caller =>
            AdminEndpoints.PageOf(http.Request).TryGet(out var page, out var refusal)
                ? await desk.PageAsync(caller, (http.Request.Query("under"), http.Request.Query("text")), page, http.RequestAborted)
                : refusal,
        found => AdminEndpoints.Page([.. found.Items.Select(View)], found.Next));

    private static Task<IResult> MakeAsync(HttpContext http, AdminDoor door, OrganisationDesk desk) => door.RunAsync<NewOrganisation, Organisation>(
        http, new AdminCall("organisation.create", "organisation.manage", ""), (caller, body) => desk.MakeAsync(caller, body, http.RequestAborted), one => AdminEndpoints.Json(View(one), 201), one => one.Id);

    private static Task<IResult> GetAsync(HttpContext http, AdminDoor door, OrganisationDesk desk, string id) => door.RunAsync(
        http, new AdminCall("organisation.read", "user.read", id), caller => desk.FindAsync(caller, "user.read", id, http.RequestAborted), one => AdminEndpoints.Json(View(one)));

    private static Task<IResult> ChangeAsync(HttpContext http, AdminDoor door, OrganisationDesk desk, string id) => door.RunAsync<OrganisationData, Organisation>(
        http, new AdminCall("organisation.change", "organisation.manage", id), (caller, body) => desk.ChangeAsync(caller, id, body, http.RequestAborted), one => AdminEndpoints.Json(View(one)));

    private static object View(Organisation one) => new { id = one.Id, parent = one.Parent, path = one.Path, name = one.Name, kind = one.Kind, region = one.Region.ToString(), creditCode = one.CreditCode };
}

/// <summary>Organisations as an administrator may see and change them.</summary>
internal sealed class OrganisationDesk(PeopleTables tables, SignOnOptions options, TimeProvider clock)
{
    public async Task<Outcome<Organisation>> FindAsync(Actor caller, string action, string id, CancellationToken ct) =>
        id.Length <= 32 && !id.Any(char.IsControl) && await tables.Organisations.FindAsync(id, ct) is { } found && caller.May(action, found.Place) ? found : PeopleRefusals.UnknownUser;

    public async Task<(IReadOnlyList<Organisation> Items, string? Next)> PageAsync(Actor caller, (string? Under, string? Text) filter, PageAsked page, CancellationToken ct)
    {
        var root = filter.Under is null ? null : await tables.Organisations.FindAsync(filter.Under, ct);
        if (filter.Under is not null && root is null)
        {
            return ([], null);
        }

        var read = await tables.Organisations.PageAsync(root?.Path, filter.Text, page.After, page.Most, ct);
        return ([.. read.Where(one => caller.May("user.read", one.Place))], read.Count == page.Most ? read[^1].Id : null);
    }

    public async Task<Outcome<Organisation>> MakeAsync(Actor caller, NewOrganisation body, CancellationToken ct)
    {
        var parent = body.Parent is { Length: <= 32 } id && !id.Any(char.IsControl) ? await tables.Organisations.FindAsync(id, ct) : null;
        if (body.Parent is not null && (parent is null || !caller.May("organisation.manage", parent.Place)))
        {
            return PeopleRefusals.BadOrganisation with { Fields = [new FieldError("/parent", "没有此机构 / no such organisation")] };
        }

        if (!OrganisationRules.Make(body.Id, parent, body.Name, body.Kind, body.Region, body.CreditCode, options.Region, RegionTree.Standard).TryGet(out var one, out var refusal))
        {
            return refusal;
        }

        return !caller.May("organisation.manage", one.Place) ? PeopleRefusals.WrongScope
            : await tables.Organisations.AddAsync(one, clock.GetUtcNow(), ct) ? one
            : PeopleRefusals.OrganisationTaken;
    }

    public async Task<Outcome<Organisation>> ChangeAsync(Actor caller, string id, OrganisationData body, CancellationToken ct)
    {
        if (!(await FindAsync(caller, "organisation.manage", id, ct)).TryGet(out var found, out var refusal)
            || !OrganisationRules.Make(id, null, body.Name, body.Kind, found.Region.ToString(), body.CreditCode, options.Region, RegionTree.Standard).TryGet(out _, out refusal))
        {
            return refusal;
        }

        await tables.Organisations.RenameAsync(id, body.Name, body.Kind, body.CreditCode, ct);
        return found with { Name = body.Name, Kind = body.Kind, CreditCode = body.CreditCode };
    }
}
