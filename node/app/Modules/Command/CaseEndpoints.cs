using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CityOps.Hub;
using CityOps.Node.Modules.Command.Flow;
using CityOps.Schemas;
using CityOps.Schemas.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Node.Modules.Command;

/// <summary>Reads, asks the desk, answers. Bodies of one call are 64 KiB at most, of a batch 4 MiB and 500 moves.</summary>
internal static class CaseEndpoints
{
    private const int MostBody = 64 << 10;
    private const int MostBatchBody = 4 << 20;
    private const int MostBatchItems = 500;
    private const int MostListed = 500;
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var command = routes.MapGroup("/api/command");
        command.MapPost("/cases", CreateAsync);
        command.MapPost("/cases/{caseNo}/moves", MoveAsync);
        command.MapPost("/moves", MoveManyAsync);
        command.MapGet("/cases/{caseNo}", ShowAsync);
        command.MapGet("/cases/{caseNo}/flow", ShowFlowAsync);
        command.MapGet("/cases", ListAsync);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, CaseDesk desk, CancellationToken ct)
    {
        if (!(await BodyAsync(context, MostBody, ct)).TryGet(out var body, out var refusal)
            || !CommandJson.Read(body, CommandJson.Strict.CaseReport).TryGet(out var report, out refusal))
        {
            return refusal.ToResult(context);
        }

        var answer = await desk.CreateAsync(report, ct);
        return answer.Refusal is null
            ? Answer(w => Brief(w, answer.Case!), answer.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK)
            : answer.Refusal.ToResult(context, Standing(answer.Case));
    }

    private static async Task<IResult> MoveAsync(string caseNo, HttpContext context, CaseDesk desk, CancellationToken ct)
    {
        if (!(await BodyAsync(context, MostBody, ct)).TryGet(out var body, out var refusal)
            || !CommandJson.Read(body, CommandJson.Strict.CaseMove).TryGet(out var move, out refusal))
        {
            return refusal.ToResult(context);
        }

        var answer = await desk.MoveAsync(caseNo, move, ct);
        return answer.Refusal is null
            ? Answer(w => Brief(w, answer.Case!), StatusCodes.Status200OK)
            : answer.Refusal.ToResult(context, Standing(answer.Case));
    }

    /// <summary>Each item is a move of its own: one that is refused hurts nobody. Items of one case are taken in order.</summary>
    private static async Task<IResult> MoveManyAsync(HttpContext context, CaseDesk desk, CancellationToken ct)
    {
        if (!(await BodyAsync(context, MostBatchBody, ct)).TryGet(out var body, out var refusal)
            || !CommandJson.Read(body, CommandJson.Strict.BatchItemArray).TryGet(out var items, out refusal))
        {
            return refusal.ToResult(context);
        }

        if (items.Length > MostBatchItems)
        {
            return CommandRefusals.BodyTooLarge
                .Because($"一次最多 {MostBatchItems} 项，收到 {items.Length} 项", $"{MostBatchItems} items at most, got {items.Length}")
                .ToResult(context);
        }

        var answers = await Task.WhenAll(items.Select(i => desk.MoveAsync(i.CaseNo, i.Move, ct)));
        var english = Problems.PrefersEnglish(context);
        return Answer(w => WriteBatch(w, items, answers, english), StatusCodes.Status200OK);
    }

    private static async Task<IResult> ShowAsync(string caseNo, HttpContext context, CaseTable table, CancellationToken ct) =>
        CaseNumbers.IsWellFormed(caseNo) && await table.FindAsync(caseNo, ct) is { } found
            ? Results.Bytes(CommandJson.Bytes(found, CommandJson.Strict.Case), "application/json; charset=utf-8")
            : CommandRefusals.NoSuchCase.ToResult(context);

    private static async Task<IResult> ShowFlowAsync(string caseNo, HttpContext context, CaseTable table, CancellationToken ct)
    {
        if (!CaseNumbers.IsWellFormed(caseNo) || await table.FlowAsync(caseNo, ct) is not { Count: > 0 } rows)
        {
            return CommandRefusals.NoSuchCase.ToResult(context);
        }

        return Answer(w => WriteList(w, "rows", rows.Select(r => CommandJson.Bytes(r, CommandJson.Strict.FlowRow)), null), StatusCodes.Status200OK);
    }

    private static async Task<IResult> ListAsync(string? state, string? after, int? limit, HttpContext context, CaseTable table, CancellationToken ct)
    {
        var wanted = CaseStates.Parse(state);
        if ((state is not null && wanted is null) || (after is not null && !CaseNumbers.IsWellFormed(after)) || limit is < 1 or > MostListed)
        {
            return CommandRefusals.BadQuery
                .Because($"state 为案件状态代码，after 为案件编号，limit 为 1 至 {MostListed}", $"state is a case state code, after a case number, limit 1 to {MostListed}")
                .ToResult(context);
        }

        var most = limit ?? 100;
        var cases = await table.ListAsync(wanted, after ?? "", most, ct);
        return Answer(
            w => WriteList(w, "cases", cases.Select(c => CommandJson.Bytes(c, CommandJson.Strict.Case)), cases.Count == most ? cases[^1].CaseNo : null),
            StatusCodes.Status200OK);
    }

    private static async Task<Outcome<byte[]>> BodyAsync(HttpContext context, int most, CancellationToken ct)
    {
        var tooLarge = CommandRefusals.BodyTooLarge.Because($"上限 {most} 字节", $"{most} bytes at most");
        if (context.Request.ContentLength > most)
        {
            return tooLarge;
        }

        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(16 << 10);
        try
        {
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer, ct)) > 0)
            {
                if (body.Length + read > most)
                {
                    return tooLarge;
                }

                body.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return body.ToArray();
    }

    private static KeyValuePair<string, object>[] Standing(Case? current) => current is null ? [] :
        [new("caseNo", current.CaseNo), new("version", current.Version), new("state", current.State.Code())];

    private static void Brief(Utf8JsonWriter w, Case c)
    {
        w.WriteString("caseNo", c.CaseNo);
        w.WriteString("taskNum", c.Report.TaskNum);
        w.WriteNumber("version", c.Version);
        w.WriteString("state", c.State.Code());
        if (c.Deadline is { } deadline)
        {
            w.WriteString("deadline", ChinaTime.Format(deadline));
        }
    }

    private static void WriteBatch(Utf8JsonWriter w, BatchItem[] items, CaseAnswer[] answers, bool english)
    {
        w.WriteStartArray("items");
        for (var i = 0; i < answers.Length; i++)
        {
            w.WriteStartObject();
            if (answers[i] is { Refusal: null, Case: { } moved })
            {
                w.WriteNumber("status", StatusCodes.Status200OK);
                Brief(w, moved);
            }
            else
            {
                w.WriteNumber("status", Problems.Status(answers[i].Refusal!.Kind));
                w.WriteString("caseNo", items[i].CaseNo);
                Problems.Write(w, answers[i].Refusal!, english);
                foreach (var (name, value) in Standing(answers[i].Case).Skip(1))
                {
                    w.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                }
            }

            w.WriteEndObject();
        }

        w.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter w, string name, IEnumerable<byte[]> items, string? next)
    {
        w.WriteStartArray(name);
        foreach (var item in items)
        {
            w.WriteRawValue(item, skipInputValidation: true);
        }

        w.WriteEndArray();
        if (next is not null)
        {
            w.WriteString("next", next);
        }
    }

    private static JsonAnswer Answer(Action<Utf8JsonWriter> members, int status)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var w = new Utf8JsonWriter(buffer, Plain))
        {
            w.WriteStartObject();
            members(w);
            w.WriteEndObject();
        }

        return new JsonAnswer(buffer.WrittenMemory, status);
    }

    private sealed class JsonAnswer(ReadOnlyMemory<byte> body, int status) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            httpContext.Response.ContentLength = body.Length;
            await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
