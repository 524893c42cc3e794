using CityOps.Node.Modules.Supervision;
using CityOps.Schemas;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Records;
using CityOps.Tests.Stores;
using Xunit;

namespace CityOps.Tests.Node;

/// <summary>A task goes from the nation to two cities and the answers come back; the wire between is played by the test.</summary>
public abstract class SupervisionContract : IAsyncLifetime
{
    private ANode nation = null!;
    private ANode city = null!;

    private protected abstract Task<string> AddressAsync();

    public async Task InitializeAsync()
    {
        nation = await ANode.OpenAsync(await AddressAsync(), "N-100000");
        city = await ANode.OpenAsync(await AddressAsync());
    }

    public async Task DisposeAsync()
    {
        await nation.DisposeAsync();
        await city.DisposeAsync();
    }

    [Fact]
    public async Task A_task_is_issued_signed_answered_and_seen_above()
    {
        await IssueAsync("K-1");
        await CarryAsync(nation, city);
        await SignAsync("K-1");
        await AnswerAsync("K-1", 1, 40, isFinal: false);
        await AnswerAsync("K-1", 2, 100, isFinal: true);
        await CarryAsync(city, nation);
        await CarryAsync(city, nation);

        var table = new SupervisionTable(nation.Engine);
        var assignment = SupervisionJson.Of(Assert.Single(await table.AssignmentsAsync(["K-1"], default)).Record, SupervisionJson.Fields.Assignment);
        var newest = SupervisionJson.Of(Assert.Single(await table.NewestFeedbackAsync(["K-1"], default)).Record, SupervisionJson.Fields.Feedback);
        Assert.Equal(("K-1-340100", "C-340100", "40"), (assignment.AssignmentId, assignment.ReceiverPlatform, assignment.AssignState));
        Assert.Equal((2L, 100m, true), (newest.FeedbackNo, newest.ProgressPct, newest.IsFinal));
    }

    [Fact]
    public async Task Repeated_calls_answer_what_is_there_and_publish_nothing()
    {
        await IssueAsync("K-1");
        Assert.False(Value(await Desk(nation).IssueAsync(Call("K-1"), default)).IsNew);
        await CarryAsync(nation, city);
        await SignAsync("K-1");
        Assert.False(Value(await Desk(city).SignAsync("K-1", Sign(), default)).IsNew);
        await AnswerAsync("K-1", 1, 40, isFinal: false);
        Assert.False(Value(await Desk(city).AnswerAsync("K-1", Answer(1, 40, false), default)).IsNew);

        Assert.Equal((1, 2), (await nation.Outbox.HeadAsync(default), await city.Outbox.HeadAsync(default)));
        Assert.Equal("feedback-taken", Refused(await Desk(city).AnswerAsync("K-1", Answer(1, 41, false), default)));
        Assert.Equal("task-id-taken", Refused(await Desk(nation).IssueAsync(Call("K-1") with { Title = "别的" }, default)));
    }

    [Fact]
    public async Task An_older_revision_that_arrives_late_changes_nothing()
    {
        await IssueAsync("K-1");
        await CarryAsync(nation, city);
        await SignAsync("K-1");
        await AnswerAsync("K-1", 1, 100, isFinal: true);

        await CarryAsync(city, nation, reversed: true);

        var kept = Assert.Single(await new SupervisionTable(nation.Engine).AssignmentsAsync(["K-1"], default));
        Assert.Equal(2, kept.Rev);
    }

    [Fact]
    public async Task Rules_of_answers_hold()
    {
        Assert.Equal("no-such-task", Refused(await Desk(city).SignAsync("K-9", Sign(), default)));
        await IssueAsync("K-1");
        await CarryAsync(nation, city);
        Assert.Equal("not-signed", Refused(await Desk(city).AnswerAsync("K-1", Answer(1, 1, false), default)));
        Assert.Equal("task-time-order", Refused(await Desk(city).SignAsync("K-1", Sign() with { Deadline = ACase.Later.AddDays(31) }, default)));
        await SignAsync("K-1");
        Assert.Equal("feedback-order", Refused(await Desk(city).AnswerAsync("K-1", Answer(2, 1, false), default)));
        Assert.Equal("final-needs-all", Refused(await Desk(city).AnswerAsync("K-1", Answer(1, 99, true), default)));
        Assert.Equal("task-bad-value", Refused(await Desk(city).AnswerAsync("K-1", Answer(1, 101, false), default)));
        city.Clock.Advance(TimeSpan.FromDays(31));
        await AnswerAsync("K-1", 1, 100, isFinal: true);
        Assert.Equal("already-final", Refused(await Desk(city).AnswerAsync("K-1", Answer(2, 100, true), default)));
        Assert.True(await LastOverdueAsync());
    }

    [Fact]
    public async Task Only_platforms_above_issue_and_only_to_regions_below()
    {
        Assert.Equal("not-an-issuer", Refused(await Desk(city).IssueAsync(Call("K-1"), default)));
        Assert.Equal("bad-target", Refused(await Desk(nation).IssueAsync(Call("K-1") with { TargetRegions = ["999999"] }, default)));
        Assert.Equal("bad-target", Refused(await Desk(nation).IssueAsync(Call("K-1") with { TargetRegions = ["110100"] }, default)));
        await IssueAsync("K-2", "340200");
        await CarryAsync(nation, city);
        Assert.Equal("not-a-target", Refused(await Desk(city).SignAsync("K-2", Sign(), default)));
    }

    [Fact]
    public async Task Identifiers_stay_within_their_length_however_long_the_task_id()
    {
        var taskId = new string('k', 32);
        await IssueAsync(taskId);
        await CarryAsync(nation, city);
        await SignAsync(taskId);
        await AnswerAsync(taskId, 1, 40, isFinal: false);

        Assert.Equal(2, await city.Outbox.HeadAsync(default));
    }

    [Fact]
    public void Refusals_have_names_of_their_own()
    {
        Assert.Equal(SupervisionRefusals.All.Count, SupervisionRefusals.All.Select(r => r.Name).Distinct().Count());
    }

    private async Task<bool> LastOverdueAsync() => SupervisionJson.Of(
        Assert.Single(await new SupervisionTable(city.Engine).NewestFeedbackAsync(["K-1"], default)).Record, SupervisionJson.Fields.Feedback).Overdue;

    private static SupervisionDesk Desk(ANode node) => new(node.Lane, node.Own, node.Clock);

    private async Task IssueAsync(string taskId, string target = "340100") =>
        Assert.True(Value(await Desk(nation).IssueAsync(Call(taskId) with { TargetRegions = [target] }, default)).IsNew);

    private async Task SignAsync(string taskId) => Assert.True(Value(await Desk(city).SignAsync(taskId, Sign(), default)).IsNew);

    private async Task AnswerAsync(string taskId, long number, decimal progress, bool isFinal) =>
        Assert.True(Value(await Desk(city).AnswerAsync(taskId, Answer(number, progress, isFinal), default)).IsNew);

    /// <summary>All of one node's outbox into the other's inbox, judged on the way as a hub would.</summary>
    private static async Task CarryAsync(ANode from, ANode to, bool reversed = false)
    {
        var judge = new RecordJudge(SchemaSet.Standard);
        var rows = await from.Outbox.ReadAsync(0, null, 1000, 1 << 24, default);
        await using var scope = await to.Engine.BeginWriteAsync(default);
        foreach (var row in reversed ? rows.Reverse() : rows)
        {
            var judged = judge.Judge(SchemaSet.Standard.Find(row.Interface[..5], 1)!, row.Body);
            Assert.Empty(judged.Problems);
            await new SupervisionInbox().ConsumeAsync(scope, judged.Record!, default);
        }

        await scope.CommitAsync(default);
    }

    private static IssueCall Call(string taskId) => new()
    {
        TaskId = taskId,
        Title = "窨井盖专项整治",
        TaskType = "2",
        IssueOrg = "国家城市运行管理服务平台",
        Content = "排查并整治窨井盖隐患",
        Requirement = "问题整改率 100%",
        Urgency = "2",
        StartTime = ACase.Later,
        Deadline = ACase.Later.AddDays(30),
        FeedbackCycle = "2",
        TargetRegions = ["340100"],
    };

    private static SignCall Sign() => new() { ReceiverOrg = "合肥市城市管理局", SignUser = "张三" };

    private static FeedbackCall Answer(long number, decimal progress, bool isFinal) => new()
    {
        FeedbackNo = number,
        ProgressPct = progress,
        ProgressDesc = "推进中",
        IsFinal = isFinal,
        FeedbackOrg = "合肥市城市管理局",
        FeedbackUser = "张三",
    };

    private static Standing Value(Outcome<Standing> outcome) => ACase.Value(outcome);

    private static string Refused(Outcome<Standing> outcome) => outcome.Match(_ => "was not refused", r => r.Name);
}

public sealed class SqliteSupervisionTests : SupervisionContract
{
    private protected override Task<string> AddressAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresSupervisionTests : SupervisionContract
{
    private protected override Task<string> AddressAsync() => TestStores.PostgresAsync();
}
