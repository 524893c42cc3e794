using System.Diagnostics;
using CityOps.Node.Contracts;
using CityOps.Node.Generation;
using CityOps.Node.Modules.Command;
using CityOps.Node.Modules.Command.Flow;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;
using CityOps.Tests.Stores;
using Xunit;
using Xunit.Abstractions;
using static CityOps.Node.Modules.Command.Flow.CaseAction;

namespace CityOps.Tests.Node;

/// <summary>What callers of the command room rely on; each database signs it.</summary>
public abstract class CaseDeskContract(ITestOutputHelper output) : IAsyncLifetime
{
    private ANode node = null!;

    private protected abstract Task<string> AddressAsync();

    public async Task InitializeAsync() => node = await ANode.OpenAsync(await AddressAsync());

    public async Task DisposeAsync() => await node.DisposeAsync();

    [Fact]
    public async Task A_case_its_row_and_its_records_are_kept_together()
    {
        var made = await CreateAsync("T-1");

        var kept = await node.Cases.FindAsync(made.CaseNo, default);
        var rows = await node.Outbox.ReadAsync(0, null, 100, 1 << 20, default);

        Assert.Equal(made.CaseNo, kept?.CaseNo);
        Assert.Equal(1, Assert.Single(await node.Cases.FlowAsync(made.CaseNo, default)).Seq);
        Assert.Equal(["MG-01.v1.up", "MG-02.v1.up", "MG-03.v1.up", "MG-03.v1.up"], rows.Select(r => r.Interface));
        Assert.Equal([1L, 2, 3, 4], rows.Select(r => r.Position));
        Assert.Equal("C-340100:" + made.CaseNo, rows[0].RecordId);
    }

    [Fact]
    public async Task A_work_that_fails_leaves_neither_row_nor_record_and_hurts_no_neighbour()
    {
        var good = Enumerable.Range(0, 20).Select(i => node.Desk.CreateAsync(ACase.Report($"N-{i}"), default)).ToList();
        var bad = node.Lane.RunAsync<bool>(
            async (work, ct) =>
            {
                await CaseTable.InsertAsync(work, ACase.Reported() with { Report = ACase.Report("BAD") }, ACase.Later, ct);
                work.Publish(ACase.Value(new CaseRecords(node.Own.Code).Of(ACase.Open(), ACase.Later))[0]);
                throw new InvalidOperationException("planted");
            },
            default);

        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        var answers = await Task.WhenAll(good);

        Assert.All(answers, a => Assert.True(a.Created));
        Assert.Equal(20, (await node.Cases.ListAsync(null, "", 100, default)).Count);
        Assert.Equal(80, await node.Outbox.HeadAsync(default));
        Assert.Equal(80, (await node.Outbox.ReadAsync(0, null, 1000, 1 << 20, default)).Count);
    }

    [Fact]
    public async Task The_same_task_number_is_the_same_case()
    {
        var first = await node.Desk.CreateAsync(ACase.Report(), default);
        var again = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => node.Desk.CreateAsync(ACase.Report(), default)));

        Assert.True(first.Created);
        Assert.All(again, a => Assert.Equal((first.Case!.CaseNo, false, null), (a.Case!.CaseNo, a.Created, a.Refusal)));
        Assert.Equal(4, await node.Outbox.HeadAsync(default));
    }

    [Fact]
    public async Task Another_problem_under_a_used_task_number_is_refused()
    {
        await CreateAsync("T-1");

        var answer = await node.Desk.CreateAsync(ACase.Report("T-1") with { Description = "另一问题" }, default);

        Assert.Equal("task-num-taken", answer.Refusal?.Name);
    }

    [Fact]
    public async Task A_lost_answer_is_seen_as_a_version_conflict_that_shows_the_move()
    {
        var made = await CreateAsync("T-1");
        await node.Desk.MoveAsync(made.CaseNo, ACase.Move(Accept), default);

        var again = await node.Desk.MoveAsync(made.CaseNo, ACase.Move(Accept), default);

        Assert.Equal("version-conflict", again.Refusal?.Name);
        Assert.Equal((2, CaseState.ToBeFiled), (again.Case!.Version, again.Case.State));
        Assert.Equal(6, await node.Outbox.HeadAsync(default));
    }

    [Fact]
    public async Task Of_racing_moves_on_one_version_one_happens()
    {
        var made = await CreateAsync("T-1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => node.Desk.MoveAsync(made.CaseNo, ACase.Move(Supervise), default)));

        Assert.Equal(1, answers.Count(a => a.Refusal is null));
        Assert.Equal(2, (await node.Cases.FindAsync(made.CaseNo, default))!.Version);
    }

    [Fact]
    public async Task A_refused_report_uses_no_number_and_leaves_nothing()
    {
        var refused = await node.Desk.CreateAsync(ACase.Report("BAD") with { Urgency = "9" }, default);
        var foreign = await node.Desk.CreateAsync(ACase.Report("BAD", "110101"), default);

        var made = await CreateAsync("T-1");

        Assert.Equal("bad-value", refused.Refusal?.Name);
        Assert.Equal("E4002", foreign.Refusal?.Code);
        Assert.EndsWith("00001", made.CaseNo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_go_on_after_a_case_number()
    {
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            made.Add((await CreateAsync($"T-{i}")).CaseNo);
        }

        var first = await node.Cases.ListAsync(CaseState.Reported, "", 2, default);
        var rest = await node.Cases.ListAsync(CaseState.Reported, first[^1].CaseNo, 10, default);

        Assert.Equal(made, first.Concat(rest).Select(c => c.CaseNo));
        Assert.Empty(await node.Cases.ListAsync(CaseState.Closed, "", 10, default));
    }

    [Fact]
    public async Task An_outbox_page_stops_at_its_bytes_but_never_before_one_row()
    {
        await CreateAsync("T-1");

        var one = await node.Outbox.ReadAsync(0, null, 100, 1, default);
        var media = await node.Outbox.ReadAsync(0, "MG-03.v1.up", 100, 1 << 20, default);

        Assert.Single(one);
        Assert.Equal([3L, 4], media.Select(r => r.Position));
    }

    [Fact]
    public async Task A_suspension_that_has_run_out_is_ended_as_of_its_time()
    {
        var made = await CreateAsync("T-1");
        var version = 1;
        foreach (var action in ACase.ToHandling.Append(Hang))
        {
            var move = ACase.Move(action) with { ExpectVersion = version++, HangUntil = action is Hang ? ACase.Later.AddDays(10) : null };
            Assert.Null((await node.Desk.MoveAsync(made.CaseNo, move, default)).Refusal);
        }

        var sweep = new HangSweep(node.Cases, node.Desk, node.Own, node.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<HangSweep>.Instance);
        Assert.Equal(0, await sweep.SweepAsync(default));
        node.Clock.Advance(TimeSpan.FromDays(11));
        Assert.Equal(1, await sweep.SweepAsync(default));

        var resumed = await node.Cases.FindAsync(made.CaseNo, default);
        Assert.Equal((CaseState.InHandling, ACase.Later.AddDays(10)), (resumed!.State, resumed.LastAt));
    }

    [Fact]
    public async Task Lives_run_through_the_lane_end_as_expected()
    {
        var lives = Enumerable.Range(0, 300).Select(i => CaseLives.Plan(7, RegionCode.Parse("340100"), i, ACase.Later)).ToList();
        var watch = Stopwatch.StartNew();

        var ends = await Task.WhenAll(lives.Select(LiveAsync));

        var moves = lives.Sum(l => l.Calls.Count);
        output.WriteLine($"{node.Engine.Name}: {lives.Count / watch.Elapsed.TotalSeconds:F0} whole cases/s, {moves / watch.Elapsed.TotalSeconds:F0} moves/s");
        Assert.Equal(lives.Select(l => CaseLives.Expected(l).State), ends.Select(e => e.State.Code()));
        Assert.Equal(lives.Sum(l => (2L * l.Calls.Count) + CaseLives.Expected(l).MediaRows), await node.Outbox.HeadAsync(default));
    }

    private async Task<Case> LiveAsync(CaseLife life)
    {
        var answer = await node.Desk.CreateAsync(ACase.Value(StrictBody.Read(life.Calls[0].Body, CommandJson.Strict.CaseReport)), default);
        foreach (var call in life.Calls.Skip(1))
        {
            var caseNo = answer.Case!.CaseNo;
            answer = await node.Desk.MoveAsync(caseNo, ACase.Value(StrictBody.Read(call.Body, CommandJson.Strict.CaseMove)), default);
            Assert.Null(answer.Refusal);
        }

        return answer.Case!;
    }

    private async Task<Case> CreateAsync(string taskNum)
    {
        var answer = await node.Desk.CreateAsync(ACase.Report(taskNum), default);
        return answer.Case ?? throw new InvalidOperationException(answer.Refusal?.DetailEn);
    }
}

public sealed class SqliteCaseDeskTests(ITestOutputHelper output) : CaseDeskContract(output)
{
    private protected override Task<string> AddressAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresCaseDeskTests(ITestOutputHelper output) : CaseDeskContract(output)
{
    private protected override Task<string> AddressAsync() => TestStores.PostgresAsync();
}
