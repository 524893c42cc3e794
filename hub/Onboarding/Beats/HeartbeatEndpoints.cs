using CityOps.Hub.Administration;
using CityOps.Hub.SignOn;
using CityOps.Schemas.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Onboarding.Beats;

/// <summary>心跳: a platform says that it lives, what waits with it, and what it knows of those below it.</summary>
internal static class HeartbeatEndpoints
{
    public const int MostBytes = 256 << 10;

    private const int MostBelow = 2_000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/onboarding/v1/heartbeat", PostAsync).WithTags("接入 Onboarding").WithName("Heartbeat").WithSummary("心跳 · Every five minutes: clock, backlog, newest data");

    private static async Task<IResult> PostAsync(HttpContext http, Door door, HeartbeatTable table, TimeProvider clock, CancellationToken ct)
    {
        if (!(await door.EnterAsync(http)).TryGet(out var caller, out var refusal)
            || !(await SmallJson.BytesAsync(http, MostBytes, ct)).TryGet(out var bytes, out refusal)
            || !AdminBody.Read<Heartbeat>(bytes).TryGet(out var beat, out refusal))
        {
            return refusal.ToResult(http);
        }

        if (beat.Below.Count > MostBelow || beat.Newest.Count > MostBelow || beat.Software.Length > 100)
        {
            return AdminBody.Unknown.Because($"below、newest 最多 {MostBelow} 项", $"below and newest hold {MostBelow} at most").ToResult(http);
        }

        var now = clock.GetUtcNow();
        var heard = new HeardBeat(caller.Code, now, (long)(beat.At - now).TotalMilliseconds, beat);
        await table.WriteAsync(heard, ct);
        return AdminEndpoints.Json(new { at = ChinaTime.Format(now), skewMillis = heard.SkewMillis });
    }
}
