using CityOps.Hub.Audit.Verifying;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Audit.Witness;

/// <summary>The witness's side: deployments below have their checkpoints kept here; auditors look at them.</summary>
internal static class WitnessEndpoints
{
    private const int MostListed = 10_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/audit/v1/witnessed").WithTags("审计 Audit");
        group.MapGet("/mine", MineAsync).WithName("WitnessState").WithSummary("本平台已被见证到哪里 · How far the caller's log is witnessed");
        group.MapPost("/", TakeAsync).WithName("Witness").WithSummary("见证一个检查点 · Witness a checkpoint").Accepts<WitnessMessage>("application/json");
        group.MapGet("/", NewestAsync).WithName("Witnessed").WithSummary("各平台最新的见证 · The newest of each platform");
        group.MapGet("/{peer}", OfPeerAsync).WithName("WitnessedOf").WithSummary("一个平台的全部见证（NDJSON） · All of one platform").Produces(200, contentType: "application/x-ndjson");
        group.MapPost("/{peer}/epochs", BeginAsync).WithName("WitnessEpoch").WithSummary("接受该平台日志重新开始（仅本级管理员） · Accept that its log begins anew");
    }

    private static async Task<IResult> MineAsync(HttpContext http, Door door, WitnessDesk desk, CancellationToken ct)
    {
        if (!(await door.EnterAsync(http)).TryGet(out var caller, out var refusal))
        {
            return refusal.ToResult(http);
        }

        return caller.Platform.Standing == Standing.Child
            ? Results.Json(new WitnessState(await desk.HeldAsync(caller.Code, ct)), WitnessJson.Default.WitnessState)
            : AuditRefusals.DeploymentsOnly.ToResult(http);
    }

    private static async Task<IResult> TakeAsync(HttpContext http, Door door, WitnessDesk desk, CancellationToken ct)
    {
        if (!(await door.EnterAsync(http)).TryGet(out var caller, out var refusal))
        {
            return refusal.ToResult(http);
        }

        if (caller.Platform.Standing != Standing.Child)
        {
            return AuditRefusals.DeploymentsOnly.ToResult(http);
        }

        if (!(await SmallJson.ReadAsync(http, WitnessJson.Default.WitnessMessage, WitnessMessage.MostBytes, ct)).TryGet(out var message, out refusal)
            || !message.Read().TryGet(out var call, out refusal))
        {
            return refusal.ToResult(http);
        }

        return (await desk.TakeAsync(caller.Code, call, AuditEndpoints.SourceOf(http), ct))
            .Match(size => Results.Json(new WitnessState(size), WitnessJson.Default.WitnessState), r => r.ToResult(http));
    }

    private static async Task<IResult> NewestAsync(HttpContext http, WitnessTable table, CancellationToken ct)
    {
        if (!(await AuditEndpoints.AdmitAsync(http)).TryGet(out _, out var refusal))
        {
            return refusal.ToResult(http);
        }

        var peers = new List<object>();
        foreach (var newest in await table.NewestAsync(ct))
        {
            var against = await table.RefusedAsync(newest.Peer, ct);
            peers.Add(new
            {
                peer = newest.Peer, epoch = newest.Epoch, size = newest.Size, root = Convert.ToHexStringLower(newest.Root), seenAt = newest.SeenAt,
                refused = against.Select(c => new { reason = c.Reason, size = c.Size, seenAt = c.SeenAt, checkpoint = c.Signed }),
            });
        }

        return Results.Json(new { peers });
    }

    // The lines are those `cityops audit verify --checkpoints` reads; refused ones are among them, for they prove a fork.
    private static async Task<IResult> OfPeerAsync(string peer, HttpContext http, WitnessTable table, CancellationToken ct)
    {
        if (!(await AuditEndpoints.AdmitAsync(http)).TryGet(out _, out var refusal))
        {
            return refusal.ToResult(http);
        }

        if (!AuditEndpoints.Whole(http.Request.Query["after"], 0, long.MaxValue, 0, out var after))
        {
            return AuditRefusals.BadQuery.ToResult(http);
        }

        http.Response.ContentType = "application/x-ndjson";
        if (await AuditCopy.WitnessedAsync(http.Response.BodyWriter, table, peer, (after, MostListed), ct) is null)
        {
            http.Response.ContentType = null;
            return AuditRefusals.NoSuchPeer.ToResult(http);
        }

        await http.Response.BodyWriter.FlushAsync(ct);
        return Results.Empty;
    }

    private static async Task<IResult> BeginAsync(string peer, HttpContext http, WitnessDesk desk, CancellationToken ct)
    {
        if (!(await PolicyRoutes.AdmitAsync(http, new Need { Systems = Systems.OnlyOwn })).TryGet(out var caller, out var refusal))
        {
            return refusal.ToResult(http);
        }

        return (await desk.BeginAsync(peer, caller.Name, AuditEndpoints.SourceOf(http), ct)).Match(epoch => Results.Json(new { epoch }), r => r.ToResult(http));
    }
}
