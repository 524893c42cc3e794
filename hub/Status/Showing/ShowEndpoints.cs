using System.Globalization;
using CityOps.Hub.Administration;
using CityOps.Hub.Catalog;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.SignOn.Admin;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.Status.Health;
using CityOps.Hub.Status.Incidents;
using CityOps.Hub.Status.Rollup;
using CityOps.Schemas.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Status.Showing;

/// <summary>A pause that was planned: <c>platform</c> or <c>interface</c> or both; times ISO 8601.</summary>
internal sealed record WindowBody(DateTimeOffset Starts, DateTimeOffset Ends, string Reason)
{
    public string? Platform { get; init; }

    public string? Interface { get; init; }
}

/// <summary>接口状态: <c>/status/v1</c> for operators' pages and tools.</summary>
internal static class ShowEndpoints
{
    private const string Read = "status.read";
    private const string Operate = "exchange.operate";
    private const string Records = "record.read";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/status/v1").WithTags("接口状态 Status");
        group.MapGet("/overview", async (HealthShow show, CancellationToken ct) => AdminEndpoints.Json(await show.OverviewAsync(ct))).Needs(Read).WithSummary("总览 · Colours, incidents, totals");
        group.MapGet("/start", async (StartShow start, CancellationToken ct) => AdminEndpoints.Json(await start.ReadAsync(ct))).Needs(Read).WithSummary("入门 · What a new deployment has done and what comes next");
        group.MapGet("/tree", async (TreeShow tree, CancellationToken ct) => AdminEndpoints.Json(await tree.ReadAsync(ct))).Needs(Read).WithSummary("三级一览 · This hub and all below it, each as of its own time");
        group.MapGet("/interfaces", InterfacesAsync).Needs(Read).WithSummary("接口健康 · Health of the interfaces, searched and paged");
        group.MapGet("/interfaces/{code}", async (HttpContext http, HealthShow show, string code, CancellationToken ct) => Found(http, await show.InterfaceAsync(code, ct))).Needs(Read).WithSummary("一个接口 · One interface");
        group.MapGet("/platforms", PlatformsAsync).Needs(Read).WithSummary("平台健康 · Health of the platforms");
        group.MapGet("/platforms/{code}", async (HttpContext http, HealthShow show, string code, CancellationToken ct) => Found(http, await show.PlatformAsync(code, ct))).Needs(Read).WithSummary("一个平台 · One platform");
        group.MapGet("/incidents", IncidentsAsync).Needs(Read).WithSummary("事件 · Incidents: open=true for those that last");
        group.MapPost("/incidents/{id}/acknowledge", (HttpContext http, AdminDoor door, IncidentDesk desk, string id) => door.RunAsync<NoteBody, Incident>(
            http, new AdminCall("incident.acknowledge", Operate, id) { Tells = true }, (caller, body) => desk.AcknowledgeAsync(caller, id, body, http.RequestAborted), _ => AdminEndpoints.Json(new { id }))).WithSummary("认领事件 · Say that somebody is at it");
        group.MapGet("/maintenance", WindowsAsync).Needs(Read, Operate).WithSummary("维护窗口 · Planned windows");
        group.MapPost("/maintenance", (HttpContext http, AdminDoor door, IncidentDesk desk) => door.RunAsync<WindowBody, Maintenance>(
            http, new AdminCall("maintenance.plan", Operate, "") { Tells = true }, (caller, body) => desk.PlanAsync(caller, body, http.RequestAborted), made => AdminEndpoints.Json(Show(made), 201), made => made.Id)).WithSummary("计划维护 · Plan a window");
        group.MapDelete("/maintenance/{id}", (HttpContext http, AdminDoor door, IncidentDesk desk, string id) => door.RunAsync(
            http, new AdminCall("maintenance.end", Operate, id), caller => desk.EndAsync(caller, id, http.RequestAborted), _ => Results.NoContent())).WithSummary("提前结束维护 · End a window");
        group.MapGet("/mine", MineAsync).WithSummary("本平台视图 · What a partner's system or person sees: its own interfaces and planned pauses");
        group.MapGet("/causes", CausesAsync).Needs(Read).WithSummary("问题数据的原因 · Why records were refused");
        group.MapGet("/quarantine", QuarantineAsync).Needs(Records).WithSummary("问题数据 · Records in quarantine");
        group.MapGet("/quarantine/{id}", async (HttpContext http, RecordShow show, string id, CancellationToken ct) => Found(http, Guid.TryParseExact(id, "N", out var kept) ? await show.RefusedAsync(kept, ct) : null)).Needs(Records).WithSummary("一条问题数据 · One refused record");
        group.MapPost("/quarantine/{id}/resubmit", (HttpContext http, AdminDoor door, Resubmission desk, string id) => door.RunAsync<ResubmitBody, Resubmitted>(
            http, new AdminCall("quarantine.resubmit", Resubmission.Correct, id), (caller, body) => desk.SendAsync(caller, id, body, http.RequestAborted), one => AdminEndpoints.Json(one), one => one.BatchId)).WithSummary("更正重报 · Send a refused record in again, set right");
        group.MapGet("/records", SearchAsync).Needs(Records).WithSummary("按业务编号查记录 · Records by the number people know");
        group.MapGet("/records/life", async (HttpContext http, RecordShow show, CancellationToken ct) => Found(http, http.Request.Query("key") is { } key ? await show.LifeAsync(key, ct) : null)).Needs(Records).WithSummary("一条记录的经历 · A record's life on this hub");
    }

    private static async Task<IResult> InterfacesAsync(HttpContext http, HealthShow show, CancellationToken ct)
    {
        if (!AdminEndpoints.PageOf(http.Request).TryGet(out var page, out var refusal))
        {
            return refusal.ToResult(http);
        }

        Light? light = http.Request.Query("light") is { } named && Enum.TryParse<Light>(named, ignoreCase: true, out var wanted) ? wanted : null;
        var (items, next, total) = await show.InterfacesAsync(http.Request.Query("q"), light, http.Request.Query("used") == "true", page.After, page.Most, ct);
        return AdminEndpoints.Json(new { total, items, next });
    }

    private static async Task<IResult> PlatformsAsync(HttpContext http, HealthShow show, CancellationToken ct)
    {
        if (!AdminEndpoints.PageOf(http.Request).TryGet(out var page, out var refusal))
        {
            return refusal.ToResult(http);
        }

        var (items, next) = await show.PlatformsAsync(http.Request.Query("q"), page.After, page.Most, ct);
        return AdminEndpoints.Page(items, next);
    }

    private static async Task<IResult> IncidentsAsync(HttpContext http, HealthShow show, IncidentTable table, CancellationToken ct)
    {
        if (!AdminEndpoints.PageOf(http.Request).TryGet(out var page, out var refusal))
        {
            return refusal.ToResult(http);
        }

        var view = await show.ViewAsync(ct);
        bool? open = http.Request.Query("open") switch { "true" => true, "false" => false, _ => null };
        var found = await table.PageAsync(new IncidentSearch(open, http.Request.Query("platform"), http.Request.Query("interface"), page.After.Length > 0 ? page.After : null, page.Most), ct);
        IEnumerable<Incident> ordered = open == true ? HealthShow.Ordered(found) : found;
        return AdminEndpoints.Page([.. ordered.Select(one => show.Show(one, view))], found.Count == page.Most ? found[^1].Id : null);
    }

    private static async Task<IResult> WindowsAsync(IncidentTable table, TimeProvider clock, CancellationToken ct) =>
        AdminEndpoints.Json(new { items = (await table.WindowsAsync(clock.GetUtcNow(), ct)).Select(Show) });

    private static async Task<IResult> CausesAsync(HttpContext http, HealthShow show, LogTables tables, TimeProvider clock, CancellationToken ct)
    {
        if (!AdminEndpoints.PageOf(http.Request).TryGet(out var page, out var refusal))
        {
            return refusal.ToResult(http);
        }

        var days = int.TryParse(http.Request.Query("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked is >= 1 and <= 90 ? asked : 7;
        var from = HealthShow.DayOf(clock.GetUtcNow() - TimeSpan.FromDays(days - 1));
        var found = await tables.Causes.SumAsync(new CauseSearch(http.Request.Query("sender"), http.Request.Query("interface"), http.Request.Query("code"), from), page.Most, ct);
        var view = await show.ViewAsync(ct);
        return AdminEndpoints.Json(new { from, items = found.Select(one => show.ShowCause(one, view)) });
    }

    private static async Task<IResult> QuarantineAsync(HttpContext http, LogTables tables, CancellationToken ct)
    {
        if (!AdminEndpoints.PageOf(http.Request).TryGet(out var page, out var refusal))
        {
            return refusal.ToResult(http);
        }

        Guid? before = Guid.TryParseExact(page.After, "N", out var last) ? last : null;
        var found = await tables.Quarantine.PageAsync(new QuarantineSearch(http.Request.Query("sender"), http.Request.Query("interface"), http.Request.Query("record")), before, page.Most, ct);
        return AdminEndpoints.Page([.. found.Select(RecordShow.Show)], found.Count == page.Most ? found[^1].Id.ToString("N") : null);
    }

    private static async Task<IResult> SearchAsync(HttpContext http, RecordShow show, CancellationToken ct) =>
        http.Request.Query("q") is { Length: >= 3 } words
            ? AdminEndpoints.Json(await show.SearchAsync(words, ct))
            : AdminBody.Unknown.Because("q 至少 3 个字符：记录标识或业务编号的开头", "q holds at least 3 characters: the beginning of a record id or business number").ToResult(http);

    private static async Task<IResult> MineAsync(HttpContext http, MineShow show, CancellationToken ct) =>
        (await PolicyRoutes.AdmitAsync(http, new Need { Systems = Systems.All })).TryGet(out var caller, out var refusal) ? Found(http, await show.OfAsync(caller, ct)) : refusal.ToResult(http);

    private static IResult Found(HttpContext http, object? one) => one is null ? CatalogRefusals.Unknown.ToResult(http) : AdminEndpoints.Json(one);

    private static object Show(Maintenance one) => new
    {
        id = one.Id, platform = one.Platform, @interface = one.Interface, starts = ChinaTime.Format(one.Starts), ends = ChinaTime.Format(one.Ends), reason = one.Reason, plannedBy = one.PlannedBy,
    };
}
