using System.Net;
using CityOps.Hub.Catalog;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.SignOn.Policy;
using CityOps.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Status;

/// <summary>Health for machines, counts for pages, the ledger for whoever compares.</summary>
internal static class StatusEndpoints
{
    private static readonly Need Reading = new("status.read");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Json(new { status = "live" })).WithTags("运维 Operations").WithName("Live");
        routes.MapGet("/health/ready", ReadyAsync).WithTags("运维 Operations").WithName("Ready");
        var group = routes.MapGroup("/status/v1").WithTags("接口状态 Status");
        group.MapGet("/summary", SummaryAsync).WithName("Summary").WithSummary("运行概况（仅计数；本机免令牌） · Counts only; without a token from loopback");
        group.MapGet("/ledger", LedgerAsync).WithName("Ledger").WithSummary("台账汇总（仅本部署） · Roll-ups of what the hub holds, for this deployment's own tools");
    }

    private static async Task<IResult> ReadyAsync(LogTables tables, CancellationToken ct)
    {
        try
        {
            await tables.Log.HeadAsync(ct);
            return Results.Json(new { status = "ready" });
        }
        catch (Exception fault) when (StoreFaults.IsUnavailable(fault))
        {
            return Results.Json(new { status = "not ready", reasons = new[] { "store: " + fault.Message } }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<IResult> SummaryAsync(HttpContext http, SummaryReader reader, CancellationToken ct)
    {
        // A forwarded call is somebody else's: the proxy is on loopback, the caller is not.
        var local = http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from) && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("Forwarded");
        if (!local && !(await PolicyRoutes.AdmitAsync(http, Reading)).TryGet(out _, out var refusal))
        {
            return refusal.ToResult(http);
        }

        return Results.Json(await reader.ReadAsync(ct), SmallJson.Readable);
    }

    private static async Task<IResult> LedgerAsync(HttpContext http, LogTables tables, InterfaceBook interfaces, CancellationToken ct)
    {
        if (!(await PolicyRoutes.AdmitAsync(http, Reading)).TryGet(out _, out var refusal))
        {
            return refusal.ToResult(http);
        }

        var datasets = interfaces.All.Select(s => s.Dataset.Dataset).Distinct();
        return Results.Json(await Ledger.ReadAsync(tables.Heads, datasets, ct), SmallJson.Readable);
    }
}
