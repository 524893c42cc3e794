using System.Text.Json.Nodes;
using CityOps.Hub.Administration;
using CityOps.Hub.Catalog.Publication;
using CityOps.Hub.SignOn.Policy;
using CityOps.Schemas.Codes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Catalog.Directory;

/// <summary>联合目录 for whoever looks for data: entries of all tiers, as far as they have come here.</summary>
internal static class DirectoryEndpoints
{
    private static readonly Need Reading = new() { Systems = Systems.All };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/catalog/v1/directory").WithTags("联合目录 Joint directory");
        group.MapGet("", ListAsync).WithName("Directory").WithSummary("联合目录（可检索、分页） · The joint directory, searched and paged");
        group.MapGet("/{section}/{number}/{providerCode}", EntryAsync).WithName("DirectoryEntry").WithSummary("一个目录条目及其接口服务（资源代码含一个斜线） · One entry and its services; a resource code holds one slash");
    }

    private static async Task<IResult> ListAsync(HttpContext http, DirectoryTable table, HubSetup setup)
    {
        if (!(await PolicyRoutes.AdmitAsync(http, Reading)).TryGet(out _, out var refusal) || !AdminEndpoints.PageOf(http.Request).TryGet(out var page, out refusal))
        {
            return refusal.ToResult(http);
        }

        var request = http.Request;
        var search = new DirectorySearch(request.Query("q"), request.Query("tier"), request.Query("platform"), Code(ShareOf, request.Query("share")), request.Query("class"), Code(StateOf, request.Query("state")), page.After, page.Most);
        var (total, rows) = await table.PageAsync(search, http.RequestAborted);
        return AdminEndpoints.Json(new { total, listed = setup.Options.Provider is { Code.Length: > 0 }, items = rows.Select(Card), next = rows.Count == page.Most ? rows[^1].Sort : null });
    }

    private static async Task<IResult> EntryAsync(HttpContext http, DirectoryTable table, InterfaceBook book, SheetShelf sheets, Deployment own, string section, string number, string providerCode)
    {
        if (!(await PolicyRoutes.AdmitAsync(http, Reading)).TryGet(out var caller, out var refusal))
        {
            return refusal.ToResult(http);
        }

        var entry = $"{section}/{number}/{providerCode}";
        if (entry.Length > 60 || entry.Any(char.IsControl) || await table.EntryAsync(entry, http.RequestAborted) is not { Count: > 0 } claims)
        {
            return CatalogRefusals.Unknown.ToResult(http);
        }

        var (first, record) = (claims[0], claims[0].Record);
        if (!caller.Holds(SheetDesk.Publish))
        {
            record.Remove("steward"); // level 3
        }

        var services = await table.ServicesAsync(first.ResourceCode, first.Platform, http.RequestAborted);
        return AdminEndpoints.Json(new
        {
            entry = Card(first),
            record,
            claims = claims.Select(one => new { platform = one.Platform, finding = one.Finding }),
            services = services.Select(one => Service(one, one.Record, book, sheets, own)),
        });
    }

    private static object Card(DirectoryRow row)
    {
        var record = row.Record;
        string Text(string name) => record[name]?.GetValue<string>() ?? "";
        return new
        {
            resourceCode = row.ResourceCode,
            providerCode = Text("providerCode"),
            name = Text("resourceName"),
            dataset = Text("datasetCode"),
            provider = Text("providerName"),
            platform = row.Platform,
            tier = row.Tier,
            share = Named(ShareOf, row.Share),
            @class = row.Class,
            cycle = Text("updateCycle"),
            state = Named(StateOf, row.State),
            version = Text("catalogueVersion"),
            published = Text("publishDate"),
            fields = (record["items"] as JsonArray)?.Count ?? 0,
            finding = row.Finding,
        };
    }

    private static object Service(DirectoryRow row, JsonObject record, InterfaceBook book, SheetShelf sheets, Deployment own)
    {
        var code = (record["ext"]?["interface"] as JsonValue)?.TryGetValue<string>(out var named) == true ? named : null;
        var here = code is not null && book.Find(code) is { } found && sheets.StateOf(code) == PublicationState.Published && found.Traits.Share != ShareType.Denied && IsHere(row, found, own);
        return new
        {
            code = row.Entry,
            name = record["serviceName"]?.GetValue<string>(),
            @interface = code,
            mode = record["mode"]?.GetValue<string>(),
            method = record["httpMethod"]?.GetValue<string>(),
            path = record["path"]?.GetValue<string>(),
            version = record["contractVersion"]?.GetValue<string>(),
            window = record["serviceWindow"]?.GetValue<string>(),
            retiredAt = record["retiredAt"]?.GetValue<string>(),
            state = Named(StateOf, row.State),
            subscribeHere = here,
        };
    }

    // Whether the provider's records come to this hub: its own, those that travel up so far, those that come down from above.
    private static bool IsHere(DirectoryRow row, InterfaceService found, Deployment own) =>
        row.Platform == own.Code.ToString()
        || (found.Code.Direction == Direction.Up ? row.Way == DirectoryRow.Up && found.Dataset.Reach <= own.Tier : row.Way == DirectoryRow.Down && IsAbove(row.Platform, own));

    private static bool IsAbove(string platform, Deployment own) => PlatformCode.TryParse(platform, out var code) && code.Region is { } region && region != own.Region && RegionTree.Standard.Contains(region, own.Region);

    private static readonly (string Code, string Name)[] ShareOf = [("1", "unconditional"), ("2", "conditional"), ("3", "denied")];
    private static readonly (string Code, string Name)[] StateOf = [("0", "draft"), ("1", "review"), ("2", "published"), ("3", "changing"), ("4", "retired"), ("9", "returned")];

    private static string Named((string Code, string Name)[] list, string code) => list.FirstOrDefault(one => one.Code == code) is { Name: { } name } ? name : code;

    // A word the list does not know finds nothing.
    private static string? Code((string Code, string Name)[] list, string? name) => name is null ? null : list.FirstOrDefault(one => one.Name == name).Code ?? "?";
}
