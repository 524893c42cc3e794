using System.Diagnostics;
using System.Globalization;
using CityOps.Hub.Audit.Reading;
using CityOps.Hub.Audit.Verifying;
using CityOps.Hub.Audit.Witness;
using CityOps.Hub.SignOn.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Audit;

/// <summary>审计: reading and taking the log, for auditors; the witness's side for deployments below.</summary>
internal static class AuditEndpoints
{
    private const int MostListed = 500;
    private const int MostExported = 10_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/audit/v1").WithTags("审计 Audit");
        group.MapGet("/entries", ListAsync).WithName("AuditEntries").WithSummary("审计记录（可筛选、分页） · Entries, newest first");
        group.MapGet("/entries/{seq}", OneAsync).WithName("AuditEntry").WithSummary("一条审计记录及其链 · One entry, and how it stands in the chain");
        group.MapGet("/export", ExportAsync).WithName("AuditExport").WithSummary("导出审计日志与检查点（NDJSON） · The log with its checkpoints").Produces(200, contentType: "application/x-ndjson");
        group.MapPost("/retention", CutAsync).WithName("AuditRetention").WithSummary("删除六个月以前、已封存的记录 · Delete what is old and sealed");
    }

    private static async Task<IResult> ListAsync(HttpContext http, AuditDesk desk, AuditShow show, CancellationToken ct)
    {
        if (!(await AdmitAsync(http)).TryGet(out var actor, out var refusal))
        {
            return refusal.ToResult(http);
        }

        var query = http.Request.Query;
        if (!Whole(query["before"], 1, long.MaxValue, long.MaxValue, out var before) || !Whole(query["limit"], 1, MostListed, 100, out var limit)
            || !Time(query["from"], out var from) || !Time(query["until"], out var until))
        {
            return AuditRefusals.BadQuery.ToResult(http);
        }

        await desk.TellReadAsync(actor.Name, "entries", SourceOf(http), ct);
        var filter = new AuditFilter(query["actor"], query["action"], query["subject"], from, until);
        return Results.Text(await show.PageAsync(filter, before, (int)limit, ct), "application/json");
    }

    private static async Task<IResult> OneAsync(HttpContext http, AuditDesk desk, AuditShow show, string seq, CancellationToken ct)
    {
        if (!(await AdmitAsync(http)).TryGet(out var actor, out var refusal))
        {
            return refusal.ToResult(http);
        }

        await desk.TellReadAsync(actor.Name, $"entry {seq}", SourceOf(http), ct);
        return Whole(seq, 1, long.MaxValue, 0, out var number) && await show.OneAsync(number, ct) is { } one ? Results.Text(one, "application/json") : AuditRefusals.NoSuchEntry.ToResult(http);
    }

    private static async Task<IResult> ExportAsync(HttpContext http, AuditDesk desk, AuditTable table, CheckpointTable checkpoints, CancellationToken ct)
    {
        if (!(await AdmitAsync(http)).TryGet(out var actor, out var refusal))
        {
            return refusal.ToResult(http);
        }

        var query = http.Request.Query;
        if (!Whole(query["after"], 0, long.MaxValue, 0, out var after) || !Whole(query["limit"], 1, MostExported, 1_000, out var limit))
        {
            return AuditRefusals.BadQuery.ToResult(http);
        }

        await desk.TellReadAsync(actor.Name, $"export after {after}", SourceOf(http), ct);
        http.Response.ContentType = "application/x-ndjson";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"audit-{after}.ndjson\"";
        await AuditCopy.LogAsync(http.Response.BodyWriter, table, checkpoints, (after, (int)limit), ct);
        await http.Response.BodyWriter.FlushAsync(ct);
        return Results.Empty;
    }

    private static async Task<IResult> CutAsync(HttpContext http, AuditDesk desk, CancellationToken ct)
    {
        if (!(await PolicyRoutes.AdmitAsync(http, new Need { Systems = Systems.OnlyOwn })).TryGet(out var caller, out var refusal))
        {
            return refusal.ToResult(http);
        }

        return !Whole(http.Request.Query["months"], 0, 1_200, AuditDesk.LeastMonths, out var months)
            ? AuditRefusals.BadQuery.ToResult(http)
            : (await desk.CutAsync((int)months, caller.Name, SourceOf(http), ct)).Match(upto => Results.Json(new { upto }), r => r.ToResult(http));
    }

    /// <summary>Auditors only: neither other administrators nor any system.</summary>
    internal static Task<Entry> AdmitAsync(HttpContext http) => PolicyRoutes.AdmitAsync(http, new Need("audit.read") { Systems = Systems.None });

    internal static AuditSource SourceOf(HttpContext http) =>
        new(http.Connection.RemoteIpAddress?.ToString() ?? "local", Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier);

    internal static bool Whole(string? text, long least, long most, long absent, out long value)
    {
        value = absent;
        return text is null || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most);
    }

    private static bool Time(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (text is null)
        {
            return true;
        }

        var good = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read);
        time = good ? read : null;
        return good;
    }
}
