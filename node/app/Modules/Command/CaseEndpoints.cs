using System.Text.Json;
using CityOps.Hub;
using CityOps.Hub.SignOn.Policy;
using CityOps.Node.Contracts;
using CityOps.Node.Modules.Command.Flow;
using CityOps.Schemas.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Node.Modules.Command;

/// <summary>Reads, asks the desk, answers. Bodies of one call are 64 KiB at most, of a batch 1 MiB and 500 moves.</summary>
internal static class CaseEndpoints
{
    private const int MostBody = 64 << 10;
    private const int MostBatchBody = 1 << 20;
    private const int MostBatchItems = 500;
    private const int MostListed = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var command = routes.MapGroup("/api/command");
        command.MapPost("/cases", CreateAsync).Needs(CaseAccess.Report);
        command.MapPost("/cases/{caseNo}/moves", MoveAsync).Needs(CaseAccess.Moving);
        command.MapPost("/moves", MoveManyAsync).Needs(CaseAccess.Moving);
        command.MapGet("/cases/{caseNo}", ShowAsync).Needs(CaseAccess.Read);
        command.MapGet("/cases/{caseNo}/flow", ShowFlowAsync).Needs(CaseAccess.Read);
        command.MapGet("/cases", ListAsync).Needs(CaseAccess.Read);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, CaseAccess access, CaseDesk desk, CancellationToken ct)
    {
        if (!(await BodyEndpoints.ReadAsync(http, CommandJson.Strict.CaseReport, MostBody, ct)).TryGet(out var report, out var refusal))
        {
            return refusal.ToResult(http);
        }

        if (await access.JudgeAsync(http.ActorOf(), report, ct) is { } closed)
        {
            return closed.ToResult(http);
        }

        var answer = await desk.CreateAsync(report, ct);
        return answer.Refusal is null
            ? BodyEndpoints.Answer(answer.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK, w => Brief(w, answer.Case!))
            : answer.Refusal.ToResult(http, Standing(answer.Case));
    }

    private static async Task<IResult> MoveAsync(string caseNo, HttpContext http, CaseCalls calls, CancellationToken ct)
    {
        if (!(await BodyEndpoints.ReadAsync(http, CommandJson.Strict.CaseMove, MostBody, ct)).TryGet(out var move, out var refusal))
        {
            return refusal.ToResult(http);
        }

        var answer = await calls.MoveAsync(http.ActorOf(), caseNo, move, ct);
        return answer.Refusal is null
            ? BodyEndpoints.Answer(StatusCodes.Status200OK, w => Brief(w, answer.Case!))
            : answer.Refusal.ToResult(http, Standing(answer.Case));
    }

    /// <summary>Each item is a move of its own: one that is refused hurts nobody. Items of one case are taken in order.</summary>
    private static async Task<IResult> MoveManyAsync(HttpContext http, CaseCalls calls, CancellationToken ct)
    {
        if (!(await BodyEndpoints.ReadAsync(http, CommandJson.Strict.BatchItemArray, MostBatchBody, ct)).TryGet(out var items, out var refusal))
        {
            return refusal.ToResult(http);
        }

        if (items.Length > MostBatchItems)
        {
            return CommandRefusals.TooManyMoves
                .Because($"一次最多 {MostBatchItems} 项，收到 {items.Length} 项", $"{MostBatchItems} items at most, got {items.Length}")
                .ToResult(http);
        }

        var answers = await Task.WhenAll(items.Select(i => calls.MoveAsync(http.ActorOf(), i.CaseNo, i.Move, ct)));
        var english = Problems.PrefersEnglish(http.Request);
        return BodyEndpoints.Answer(StatusCodes.Status200OK, w => WriteBatch(w, items, answers, english));
    }

    private static async Task<IResult> ShowAsync(string caseNo, HttpContext http, CaseCalls calls, CancellationToken ct) =>
        await calls.FindAsync(http.ActorOf(), caseNo, ct) is { } found
            ? Results.Bytes(CommandJson.Bytes(found, CommandJson.Strict.Case), "application/json; charset=utf-8")
            : CommandRefusals.NoSuchCase.ToResult(http);

    private static async Task<IResult> ShowFlowAsync(string caseNo, HttpContext http, CaseCalls calls, CaseTable table, CancellationToken ct)
    {
        if (await calls.FindAsync(http.ActorOf(), caseNo, ct) is null || await table.FlowAsync(caseNo, ct) is not { Count: > 0 } rows)
        {
            return CommandRefusals.NoSuchCase.ToResult(http);
        }

        return BodyEndpoints.Answer(StatusCodes.Status200OK, w =>
            BodyEndpoints.WriteList(w, "rows", rows.Select(r => (ReadOnlyMemory<byte>)CommandJson.Bytes(r, CommandJson.Strict.FlowRow)), null));
    }

    private static async Task<IResult> ListAsync(string? state, string? after, int? limit, HttpContext http, CaseCalls calls, CancellationToken ct)
    {
        var wanted = CaseStates.Parse(state);
        if ((state is not null && wanted is null) || (after is not null && !CaseNumbers.IsWellFormed(after)) || limit is < 1 or > MostListed)
        {
            return CommandRefusals.BadQuery
                .Because($"state 为案件状态代码，after 为案件编号，limit 为 1 至 {MostListed}", $"state is a case state code, after a case number, limit 1 to {MostListed}")
                .ToResult(http);
        }

        var most = limit ?? 100;
        var (cases, next) = await calls.ListAsync(http.ActorOf(), wanted, after ?? "", most, ct);
        return BodyEndpoints.Answer(StatusCodes.Status200OK, w => BodyEndpoints.WriteList(
            w, "cases", cases.Select(c => (ReadOnlyMemory<byte>)CommandJson.Bytes(c, CommandJson.Strict.Case)), next));
    }

    private static KeyValuePair<string, object?>[] Standing(Case? current) => current is null ? [] :
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
            if (answers[i] is { Refusal: null, Case: { } moved })
            {
                w.WriteStartObject();
                w.WriteNumber("status", StatusCodes.Status200OK);
                Brief(w, moved);
                w.WriteEndObject();
                continue;
            }

            var problem = Problems.Document(answers[i].Refusal!, english);
            problem["caseNo"] = items[i].CaseNo;
            foreach (var (name, value) in Standing(answers[i].Case))
            {
                problem[name] = value;
            }

            JsonSerializer.Serialize(w, problem, SmallJson.Readable);
        }

        w.WriteEndArray();
    }
}
