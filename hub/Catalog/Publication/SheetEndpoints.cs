using CityOps.Hub.Administration;
using CityOps.Hub.SignOn.Admin;
using CityOps.Hub.SignOn.Policy;
using CityOps.Schemas.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Catalog.Publication;

/// <summary>接口服务发布: interfaces as their users read of them, and what their owners say and decide.</summary>
internal static class SheetEndpoints
{
    private static readonly Need Reading = new() { Systems = Systems.All };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/catalog/v1/interfaces").WithTags("接口发布 Publication");
        group.MapGet("", ListAsync).WithName("Interfaces").WithSummary("接口目录（可检索、分页） · Interfaces, searched and paged");
        group.MapGet("/{code}", GetAsync).WithName("Interface").WithSummary("一个接口的服务说明 · One interface: life, owner, SLA, who still uses it");
        group.MapGet("/{code}/fields", FieldsAsync).WithName("InterfaceFields").WithSummary("信息项 · Its fields, as the schema describes them");
        group.MapGet("/{code}/openapi.json", (HttpContext http, InterfaceBook book, SheetShelf shelf, InterfaceDocuments documents, string code) => DocumentAsync(http, book, code, one => documents.OpenApi(one, shelf.Of(code)))).WithSummary("OpenAPI 3.1");
        group.MapGet("/{code}/asyncapi.json", (HttpContext http, InterfaceBook book, SheetShelf shelf, string code) => DocumentAsync(http, book, code, one => InterfaceDocuments.AsyncApi(one, shelf.Of(code)))).WithSummary("AsyncAPI 3.0");
        group.MapGet("/{code}/snippets", (HttpContext http, InterfaceBook book, InterfaceDocuments documents, string code) => DocumentAsync(http, book, code, documents.Snippets)).WithSummary("调用示例 · What a client begins with");
        group.MapPut("/{code}", (HttpContext http, AdminDoor door, SheetDesk desk, string code) => door.RunAsync<SheetBody, InterfaceSheet>(
            http, Call("interface.describe", code), (caller, body) => desk.DescribeAsync(caller, code, body, http.RequestAborted), one => AdminEndpoints.Json(View(one, desk.Today)))).WithSummary("服务说明：责任单位、SLA、共享依据 · Owner, SLA, basis");
        group.MapPost("/{code}/deprecate", (HttpContext http, AdminDoor door, SheetDesk desk, string code) => door.RunAsync<DeprecationBody, InterfaceSheet>(
            http, Call("interface.deprecate", code), (caller, body) => desk.DeprecateAsync(caller, code, body, http.RequestAborted), one => AdminEndpoints.Json(View(one, desk.Today)))).WithSummary("停用预告 · It ends on a day");
        group.MapPost("/{code}/retire", (HttpContext http, AdminDoor door, SheetDesk desk, string code) => Move(http, door, desk, code, "interface.retire", PublicationState.Retired)).WithSummary("停用 · Takes no record any more");
        group.MapPost("/{code}/publish", (HttpContext http, AdminDoor door, SheetDesk desk, string code) => Move(http, door, desk, code, "interface.publish", PublicationState.Published)).WithSummary("恢复发布 · Publishes it again");
    }

    private static Task<IResult> Move(HttpContext http, AdminDoor door, SheetDesk desk, string code, string name, PublicationState to) => door.RunAsync<StateBody, InterfaceSheet>(
        http, Call(name, code), (caller, body) => desk.MoveAsync(caller, code, to, body, http.RequestAborted), one => AdminEndpoints.Json(View(one, desk.Today)));

    private static async Task<IResult> ListAsync(HttpContext http, InterfaceBook book, SheetShelf shelf)
    {
        if (!(await PolicyRoutes.AdmitAsync(http, Reading)).TryGet(out _, out var refusal) || !AdminEndpoints.PageOf(http.Request).TryGet(out var page, out refusal))
        {
            return refusal.ToResult(http);
        }

        var (words, state, share) = (http.Request.Query("q"), http.Request.Query("state"), http.Request.Query("share"));
        var found = book.All.Where(one => words is null || Holds(one, words)).Where(one => state is null || Name(shelf.StateOf(one.Name)) == state).Where(one => share is null || Name(one.Traits.Share) == share)
            .OrderBy(one => one.Name, StringComparer.Ordinal).ToList();
        var shown = found.Where(one => string.CompareOrdinal(one.Name, page.After) > 0).Take(page.Most).ToList();
        return AdminEndpoints.Json(new { total = found.Count, items = shown.Select(one => Card(one, shelf.Of(one.Name), shelf.Today)), next = shown.Count == page.Most ? shown[^1].Name : null });
    }

    private static async Task<IResult> GetAsync(HttpContext http, InterfaceBook book, SheetShelf shelf, SheetDesk desk, string code)
    {
        if (!(await PolicyRoutes.AdmitAsync(http, Reading)).TryGet(out var caller, out var refusal))
        {
            return refusal.ToResult(http);
        }

        if (book.Find(code) is not { } found)
        {
            return CatalogRefusals.Unknown.ToResult(http);
        }

        var sheet = shelf.Of(code);
        var laggards = caller.Holds(SheetDesk.Publish) && sheet.State != PublicationState.Published ? await desk.LaggardsAsync(code, http.RequestAborted) : null;
        return AdminEndpoints.Json(new { @interface = Card(found, sheet, shelf.Today), sheet = View(sheet, shelf.Today), laggards });
    }

    private static Task<IResult> FieldsAsync(HttpContext http, InterfaceBook book, string code) => DocumentAsync(http, book, code, one => new { fields = FieldSheet.Of(one.Dataset).Fields });

    private static async Task<IResult> DocumentAsync(HttpContext http, InterfaceBook book, string code, Func<InterfaceService, object> make)
    {
        if (!(await PolicyRoutes.AdmitAsync(http, Reading)).TryGet(out _, out var refusal))
        {
            return refusal.ToResult(http);
        }

        return book.Find(code) is { } found ? AdminEndpoints.Json(make(found)) : CatalogRefusals.Unknown.ToResult(http);
    }

    private static object Card(InterfaceService one, InterfaceSheet sheet, DateOnly today) => new
    {
        code = one.Name,
        dataset = one.Code.Dataset,
        version = one.Dataset.Version,
        title = one.Dataset.Title,
        direction = one.Code.Direction.ToString().ToLowerInvariant(),
        category = one.Traits.Category,
        frequency = one.Traits.Frequency,
        priority = one.Traits.Priority,
        share = Name(one.Traits.Share),
        state = Name(sheet.On(today)),
        sunset = sheet.Sunset,
        successor = sheet.Successor,
        owner = sheet.Owner.Length > 0 ? sheet.Owner : one.Traits.Owner,
    };

    private static object View(InterfaceSheet one, DateOnly today) => new
    {
        code = one.Code,
        rev = one.Rev,
        state = Name(one.On(today)),
        sunset = one.Sunset,
        successor = one.Successor,
        reason = one.Reason,
        owner = one.Owner,
        contact = one.Contact,
        basis = one.Basis,
        freshSeconds = one.FreshSeconds,
        latencyMillis = one.LatencyMillis,
        completeness = one.Completeness,
        availability = one.Availability,
        changedBy = one.ChangedBy,
        changedAt = one.ChangedAt is { } at ? ChinaTime.Format(at) : null,
    };

    private static bool Holds(InterfaceService one, string words) =>
        one.Name.Contains(words, StringComparison.OrdinalIgnoreCase) || one.Dataset.Title.Contains(words, StringComparison.OrdinalIgnoreCase) || one.Traits.Category.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static string Name(Enum value) => value.ToString().ToLowerInvariant();

    private static AdminCall Call(string name, string code) => new(name, SheetDesk.Publish, code) { Dangerous = true, Tells = true };
}
