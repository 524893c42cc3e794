using System.Globalization;
using CityOps.Hub.Catalog.Publication;
using CityOps.Hub.Exchange;
using CityOps.Hub.SignOn;
using CityOps.Hub.Status.Measuring;
using CityOps.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Subscriptions;

/// <summary>The subscriber's side of wire protocol version 1: pull, position, refusals, releases.</summary>
internal static class DeliveryEndpoints
{
    /// <summary>Bodies of these calls are small lists; records themselves never come this way.</summary>
    private const int MostBodyBytes = 1 << 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/exchange/v1/subscriptions/{id}").WithTags("数据交换 Exchange");
        group.MapGet("/records", PullAsync).WithName("PullRecords").WithSummary("按位点拉取记录，可长轮询 · Pull records by position, long polling").Produces(200, contentType: "application/json");
        group.MapPut("/position", MoveAsync).WithName("CommitPosition").WithSummary("提交已入库位点 · Commit what has been applied").Accepts<PositionMove>("application/json").Produces(200, contentType: "application/json");
        group.MapPost("/refusals", ParkAsync).WithName("RefuseRecords").WithSummary("登记无法接收的记录（滞留） · Park records that cannot be taken").Accepts<RefusalList>("application/json").Produces(200, contentType: "application/json");
        group.MapPost("/releases", ReleaseAsync).WithName("ReleaseRecords").WithSummary("请求重新投递滞留记录 · Ask for parked records again").Accepts<ReleaseList>("application/json").Produces(200, contentType: "application/json");
    }

    private static async Task<IResult> PullAsync(HttpContext http, string id, Door door, Delivery delivery, ExchangeLimits limits, PullMeter meter, SheetShelf sheets, CancellationToken ct)
    {
        if (!(await door.EnterSubscriptionAsync(http, id)).TryGet(out var caller, out var stranger))
        {
            return stranger.ToResult(http);
        }

        if (!Ask(http.Request.Query, id, limits).TryGet(out var request, out var wrong))
        {
            return wrong.ToResult(http);
        }

        SunsetEndpoints.Tell(http.Response, sheets.Of(id[(id.IndexOf('.', StringComparison.Ordinal) + 1)..]));
        return (await meter.PullAsync(delivery, caller.Code, request, ct)).Match<IResult>(page => new PageResult(page), r => r.ToResult(http));
    }

    private static async Task<IResult> MoveAsync(HttpContext http, string id, Door door, Delivery delivery, CancellationToken ct)
    {
        if (!(await door.EnterSubscriptionAsync(http, id)).TryGet(out var caller, out var stranger))
        {
            return stranger.ToResult(http);
        }

        if (!(await SmallJson.ReadAsync(http, HubJson.Default.PositionMove, MostBodyBytes, ct)).TryGet(out var move, out var malformed))
        {
            return malformed.ToResult(http);
        }

        return (await delivery.MoveAsync(caller.Code, id, move, ct))
            .Match(position => Results.Json(new { log = delivery.Log, position }), r => r.ToResult(http));
    }

    private static async Task<IResult> ParkAsync(HttpContext http, string id, Door door, Delivery delivery, CancellationToken ct)
    {
        if (!(await door.EnterSubscriptionAsync(http, id)).TryGet(out var caller, out var stranger))
        {
            return stranger.ToResult(http);
        }

        if (!(await SmallJson.ReadAsync(http, HubJson.Default.RefusalList, MostBodyBytes, ct)).TryGet(out var refusals, out var malformed))
        {
            return malformed.ToResult(http);
        }

        return (await delivery.ParkAsync(caller.Code, id, refusals, ct))
            .Match(parked => Results.Json(new { parked }), r => r.ToResult(http));
    }

    private static async Task<IResult> ReleaseAsync(HttpContext http, string id, Door door, Delivery delivery, CancellationToken ct)
    {
        if (!(await door.EnterSubscriptionAsync(http, id)).TryGet(out var caller, out var stranger))
        {
            return stranger.ToResult(http);
        }

        if (!(await SmallJson.ReadAsync(http, HubJson.Default.ReleaseList, MostBodyBytes, ct)).TryGet(out var release, out var malformed))
        {
            return malformed.ToResult(http);
        }

        return (await delivery.ReleaseAsync(caller.Code, id, release, ct))
            .Match(released => Results.Json(new { released }), r => r.ToResult(http));
    }

    private static Outcome<PullRequest> Ask(IQueryCollection query, string id, ExchangeLimits limits)
    {
        if (Number(query, "after", 0, long.MaxValue) is not { } after ||
            Number(query, "limit", 1, limits.PageRecords) is not { } limit ||
            Number(query, "wait", 0, limits.WaitSeconds) is not { } wait)
        {
            return ExchangeRefusals.BadParameter.Because(
                $"after ≥ 0，limit 为 1–{limits.PageRecords}，wait 为 0–{limits.WaitSeconds} 秒。",
                $"after must be at least 0, limit 1 to {limits.PageRecords}, wait 0 to {limits.WaitSeconds} seconds.");
        }

        var log = query.TryGetValue("log", out var named) ? named.ToString() : null;
        return new PullRequest(id, after.Value, log, (int)(limit.Value ?? limits.PageRecordsDefault), TimeSpan.FromSeconds(wait.Value ?? 0));
    }

    // Null: the parameter is wrong. A value without a number: it was not given.
    private static Given? Number(IQueryCollection query, string name, long least, long most)
    {
        if (!query.TryGetValue(name, out var text))
        {
            return new Given(null);
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? new Given(number)
            : null;
    }

    private readonly record struct Given(long? Value);

    private sealed class PageResult(Page page) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json";
            page.WriteTo(httpContext.Response.BodyWriter);
            await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }
    }
}
