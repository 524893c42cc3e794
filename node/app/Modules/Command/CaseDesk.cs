using CityOps.Node.Contracts;
using CityOps.Node.Modules.Command.Flow;
using CityOps.Schemas;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;

namespace CityOps.Node.Modules.Command;

/// <summary>
/// What became of a call: the case as it now stands, or the refusal; a version conflict carries both, so that a client
/// whose answer was lost sees that its move has happened.
/// </summary>
internal sealed record CaseAnswer(Case? Case, Refusal? Refusal)
{
    /// <summary>The case was made by this very call.</summary>
    public bool Created { get; init; }
}

/// <summary>案件办理: rule, row and records of one call in one transaction.</summary>
internal sealed class CaseDesk(BusinessLane lane, Deployment own, CitySchedule schedule, TimeProvider clock)
{
    private readonly CaseRecords records = new(own.Code);

    /// <summary>Creates the case, or answers the one this task number already has.</summary>
    public Task<CaseAnswer> CreateAsync(CaseReport report, CancellationToken ct)
    {
        if (Refuse(report) is { } refusal)
        {
            return Task.FromResult(No(refusal));
        }

        return lane.RunAsync((work, token) => CreateAsync(work, report, token), ct);
    }

    /// <summary>Moves the case on, if it stands at the expected version.</summary>
    public Task<CaseAnswer> MoveAsync(string caseNo, CaseMove move, CancellationToken ct) =>
        CaseNumbers.IsWellFormed(caseNo)
            ? lane.RunAsync((work, token) => MoveAsync(work, caseNo, move, token), ct)
            : Task.FromResult(No(CommandRefusals.NoSuchCase));

    private Refusal? Refuse(CaseReport report)
    {
        if (!CaseNumbers.IsWellFormed(report.TaskNum))
        {
            return CommandRefusals.BadValue with
            {
                Detail = "任务号为 1 至 24 位字母、数字、点、横线",
                DetailEn = "taskNum is 1 to 24 letters, digits, dots or hyphens",
                Fields = [new FieldError("/taskNum", "[0-9A-Za-z._-]{1,24}")],
            };
        }

        return RegionCode.TryParse(report.DistrictCode, out var district)
            && RegionTree.Standard.Contains(own.Region, district) && !RegionTree.Standard.IsHeading(district)
            ? null
            : CommandRefusals.WrongRegion.Because(
                $"区县 {report.DistrictCode} 不在 {own.Region} 辖区内", $"district {report.DistrictCode} does not lie in {own.Region}");
    }

    private async Task<CaseAnswer> CreateAsync(BusinessWork work, CaseReport report, CancellationToken ct)
    {
        if (await CaseTable.FindByTaskAsync(work.Scope, report.TaskNum, ct) is { } known)
        {
            return SameProblem(known.Report, report) ? new CaseAnswer(known, null) : new CaseAnswer(known, CommandRefusals.TaskNumTaken);
        }

        var now = clock.GetUtcNow();
        var day = ChinaTime.Format(report.At ?? now)[..10].Replace("-", "", StringComparison.Ordinal);
        var caseNo = await CaseTable.NextNumberAsync(work.Scope, report.DistrictCode, day, ct);
        if (!CaseFlow.Open(report, caseNo, now).TryGet(out var step, out var refusal)
            || !records.Of(step, now).TryGet(out var made, out refusal))
        {
            await CaseTable.GiveBackAsync(work.Scope, report.DistrictCode, day, ct);
            return No(refusal);
        }

        if (!await CaseTable.InsertAsync(work, step.Case, now, ct))
        {
            await CaseTable.GiveBackAsync(work.Scope, report.DistrictCode, day, ct);
            var winner = await CaseTable.FindByTaskAsync(work.Scope, report.TaskNum, ct);
            return new CaseAnswer(winner, winner is not null && SameProblem(winner.Report, report) ? null : CommandRefusals.TaskNumTaken);
        }

        Publish(work, step, made);
        return new CaseAnswer(step.Case, null) { Created = true };
    }

    private async Task<CaseAnswer> MoveAsync(BusinessWork work, string caseNo, CaseMove move, CancellationToken ct)
    {
        if (await CaseTable.FindAsync(work.Scope, caseNo, ct) is not { } current)
        {
            return No(CommandRefusals.NoSuchCase);
        }

        if (move.ExpectVersion != current.Version)
        {
            return Conflict(current, move);
        }

        var now = clock.GetUtcNow();
        if (!CaseFlow.Advance(current, move, now, schedule.Current).TryGet(out var step, out var refusal)
            || !records.Of(step, now).TryGet(out var made, out refusal))
        {
            return new CaseAnswer(current, refusal);
        }

        if (!await CaseTable.ReplaceAsync(work, step.Case, now, ct))
        {
            return Conflict(await CaseTable.FindAsync(work.Scope, caseNo, ct) ?? current, move);
        }

        Publish(work, step, made);
        return new CaseAnswer(step.Case, null);
    }

    private static void Publish(BusinessWork work, CaseStep step, List<Record> made)
    {
        CaseTable.AddRow(work, step.Row);
        made.ForEach(work.Publish);
    }

    /// <summary>Told again, perhaps at another time: the facts that never change must agree.</summary>
    private static bool SameProblem(CaseReport known, CaseReport told) =>
        (known.DistrictCode, known.SourceCode, known.Description, known.Address)
        == (told.DistrictCode, told.SourceCode, told.Description, told.Address);

    private static CaseAnswer Conflict(Case current, CaseMove move) => new(current, CommandRefusals.VersionConflict.Because(
        $"案件当前版本为 {current.Version}，状态为 {current.State.Code()}；请求按版本 {move.ExpectVersion} 办理",
        $"the case stands at version {current.Version} in state {current.State.Code()}; the move expected version {move.ExpectVersion}"));

    private static CaseAnswer No(Refusal refusal) => new(null, refusal);
}
