using CityOps.Hub.Catalog.Publication;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Onboarding;
using CityOps.Hub.Onboarding.Joining;
using CityOps.Hub.SignOn;
using CityOps.Hub.Status.Measuring;
using CityOps.Hub.Subscriptions;
using CityOps.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Exchange;

/// <summary>The sender's side of wire protocol version 1: batches in, receipts out.</summary>
internal static class IntakeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/exchange/v1").WithTags("数据交换 Exchange");
        group.MapPost("/interfaces/{code}/batches", PostAsync)
            .WithName("PostBatch")
            .WithSummary("上报一批记录，入库后返回回执 · Post a batch; answered with the receipt after the commit")
            .Produces<Receipt>(200).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404)
            .ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(503);
        group.MapGet("/batches/{batchId}", GetAsync)
            .WithName("GetReceipt")
            .WithSummary("再次获取回执及其后续阶段 · The receipt again, with its later stages")
            .Produces(200, contentType: "application/json").ProducesProblem(404);
    }

    private static async Task<IResult> PostAsync(HttpContext http, string code, Door door, Intake intake, ExchangeLimits limits, CallMeter meter, JoinTests tests, SheetShelf sheets, TimeProvider clock, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        // Wide enough to hear out a sender that is too large, so that it gets its answer and not a broken connection; what
        // is kept is bounded by the limits themselves.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limits.BatchBytes * 4L;
        }

        if (!(await door.EnterAsync(http)).TryGet(out var caller, out var stranger))
        {
            return stranger.ToResult(http);
        }

        if (!HeaderOf(http.Request, code, limits).TryGet(out var header, out var wrong))
        {
            return wrong.ToResult(http);
        }

        var outcome = await intake.TakeAsync(Sender.From(caller.Platform, caller.Scopes), header, http.Request.Body, ct);
        SunsetEndpoints.Tell(http.Response, sheets.Of(code));
        var counts = outcome.Match<ReceiptCounts?>(accepted => accepted.Counts, _ => null);
        if (header.Mode == BatchMode.Test && counts is not null)
        {
            await tests.NoteAsync(caller.Platform, code, counts, ct);
            counts = null; // thrown away: no figure of the interface
        }

        var (records, rejected) = (counts?.Offered ?? 0, counts?.Rejected ?? 0);
        var road = header.Mode == BatchMode.Test && caller.Platform.Standing == Standing.Own ? Road.Probe : Road.In; // our own probes are no partner's traffic
        meter.Add(road, Known(code, outcome), caller.Code, clock.GetElapsedTime(started), outcome.Match<string?>(_ => null, refusal => refusal.Name), records, rejected);
        return outcome.Match(accepted => Stored(http, accepted), refusal => refusal.ToResult(http));
    }

    // A stranger's text in the address is no name for figures.
    private static string Known(string code, Outcome<Accepted> outcome) => outcome.Match(_ => code, refusal => refusal == ExchangeRefusals.UnknownInterface ? "?" : code);

    private static async Task<IResult> GetAsync(HttpContext http, string batchId, Door door, BatchTable batches, Reached reached, CancellationToken ct)
    {
        if (!(await door.EnterAsync(http)).TryGet(out var caller, out var stranger))
        {
            return stranger.ToResult(http);
        }

        if (await batches.FindAsync(BatchTable.KeyOf(caller.Code, batchId), ct) is not { } batch)
        {
            return ExchangeRefusals.UnknownBatch.ToResult(http);
        }

        var stages = await reached.ByAsync(batch.Interface, batch.LastPosition, ct);
        return Results.Bytes(Receipt.WithStages(batch.Receipt, stages), "application/json");
    }

    private static IResult Stored(HttpContext http, Accepted accepted)
    {
        if (accepted.Replayed)
        {
            http.Response.Headers["Idempotent-Replayed"] = "true";
        }

        return Results.Bytes(accepted.Receipt, "application/json");
    }

    private static Outcome<BatchHeader> HeaderOf(HttpRequest request, string service, ExchangeLimits limits)
    {
        if (!FormOf(request.ContentType).TryGet(out var form, out var media))
        {
            return media;
        }

        if (request.ContentLength > limits.BatchBytes)
        {
            return ExchangeRefusals.BatchTooLarge.Because($"每批最多 {limits.BatchBytes} 字节。", $"A batch holds at most {limits.BatchBytes} bytes.");
        }

        var coding = request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant();
        var keys = request.Headers["Idempotency-Key"];
        if (keys.Count == 0)
        {
            return ExchangeRefusals.KeyMissing;
        }

        if (keys.Count > 1 || !IsBatchId(keys.ToString()))
        {
            return ExchangeRefusals.KeyMalformed;
        }

        return request.Query["mode"].ToString() switch
        {
            "" or "partial" => new BatchHeader(service, keys.ToString(), BatchMode.Partial, form, CodingOf(coding), request.ContentLength),
            "atomic" => new BatchHeader(service, keys.ToString(), BatchMode.Atomic, form, CodingOf(coding), request.ContentLength),
            "test" => new BatchHeader(service, keys.ToString(), BatchMode.Test, form, CodingOf(coding), request.ContentLength),
            _ => ExchangeRefusals.BadMode,
        };
    }

    private static string? CodingOf(string text) => text is "" or "identity" ? null : text;

    private static Outcome<BodyForm> FormOf(string? contentType)
    {
        var media = contentType?.Split(';')[0].Trim();
        return media switch
        {
            _ when string.Equals(media, "application/x-ndjson", StringComparison.OrdinalIgnoreCase) => BodyForm.Lines,
            _ when string.Equals(media, "application/json", StringComparison.OrdinalIgnoreCase) => BodyForm.Array,
            _ => ExchangeRefusals.MediaType,
        };
    }

    private static bool IsBatchId(string id) =>
        id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
