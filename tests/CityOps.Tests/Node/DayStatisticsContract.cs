using System.Globalization;
using System.Text.Json;
using CityOps.Node.Contracts;
using CityOps.Node.Generation;
using CityOps.Node.Modules.Command;
using CityOps.Node.Modules.Command.Flow;
using CityOps.Node.Modules.Command.Statistics;
using CityOps.Schemas.Calendars;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Tests.Stores;
using Xunit;
using static CityOps.Node.Modules.Command.Flow.CaseAction;

namespace CityOps.Tests.Node;

/// <summary>The day sums of a city agree with its cases at all times; each database signs it.</summary>
public abstract class DayStatisticsContract : IAsyncLifetime
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);
    private ANode node = null!;
    private DayDesk days = null!;

    private protected abstract Task<string> AddressAsync();

    public async Task InitializeAsync()
    {
        node = await ANode.OpenAsync(await AddressAsync());
        days = new DayDesk(new DayTable(node.Engine), node.Lane, node.Own, CitySchedule.Of(WorkSchedule.Standard), node.Clock);
    }

    public async Task DisposeAsync() => await node.DisposeAsync();

    [Fact]
    public async Task The_day_sums_equal_a_recount_from_the_cases_and_their_flows()
    {
        await LiveAsync(150);

        var tally = await days.CountAsync(default);

        Assert.True(tally is { Days: > 10, Rows: > 500 }, $"{tally}");
        var published = await NewestAsync("CR-02.v1.up");
        Assert.Equal(Recount(await NewestAsync("MG-01.v1.up"), await NewestAsync("MG-02.v1.up"), node.Clock.GetUtcNow()), Figures(published));
        Assert.All(published, row => Assert.Empty(Judged(row)));
    }

    [Fact]
    public async Task Counting_again_publishes_nothing_and_a_moved_case_only_the_rows_it_stands_in()
    {
        await LiveAsync(40);
        var made = (await node.Desk.CreateAsync(ACase.Report("NEW") with { At = node.Clock.GetUtcNow() }, default)).Case!;
        await days.CountAsync(default);
        Assert.Equal(0, (await days.CountAsync(default)).Rows);

        node.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Null((await node.Desk.MoveAsync(made.CaseNo, ACase.Move(Accept, node.Clock.GetUtcNow()) with { ExpectVersion = 1 }, default)).Refusal);

        // City and district, each: all, by source, by class at three depths.
        Assert.Equal(10, (await days.CountAsync(default)).Rows);
        Assert.Equal(Recount(await NewestAsync("MG-01.v1.up"), await NewestAsync("MG-02.v1.up"), node.Clock.GetUtcNow()), Figures(await NewestAsync("CR-02.v1.up")));
    }

    [Fact]
    public async Task A_deadline_that_passes_is_counted_although_no_case_changed()
    {
        var made = (await node.Desk.CreateAsync(ACase.Report("LATE") with { At = node.Clock.GetUtcNow() }, default)).Case!;
        foreach (var (action, version) in new[] { (Accept, 1), (CaseAction.File, 2), (Dispatch, 3) })
        {
            await node.Desk.MoveAsync(made.CaseNo, ACase.Move(action, node.Clock.GetUtcNow()) with { ExpectVersion = version }, default);
        }

        await days.CountAsync(default);
        Assert.Equal(0, Whole(await NewestAsync("CR-02.v1.up"), "overtimeToDisposeNum"));

        node.Clock.Advance(TimeSpan.FromHours(5));
        await days.CountAsync(default);

        Assert.Equal(1, Whole(await NewestAsync("CR-02.v1.up"), "overtimeToDisposeNum"));
        Assert.Equal(1, Whole(await NewestAsync("CR-02.v1.up"), "needCloseNum"));
    }

    [Fact]
    public async Task A_day_on_which_nothing_happened_says_so()
    {
        Assert.Equal(new DayTally(1, 1), await days.CountAsync(default));

        var row = Assert.Single(await NewestAsync("CR-02.v1.up"));
        Assert.Equal(0, row.GetProperty("reportNum").GetInt32());
        Assert.Equal(node.Clock.GetUtcNow().ToOffset(Beijing).AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), row.GetProperty("statDate").GetString());
    }

    private static IReadOnlyList<CityOps.Schemas.Records.RecordProblem> Judged(JsonElement record) =>
        new RecordJudge(SchemaSet.Standard).Judge(SchemaSet.Standard.Find("CR-02", 1)!, System.Text.Encoding.UTF8.GetBytes(JsonSerializer.Serialize(record))).Problems;

    private async Task LiveAsync(int lives)
    {
        foreach (var i in Enumerable.Range(0, lives))
        {
            var life = CaseLives.Plan(11, RegionCode.Parse("340100"), i, node.Clock.GetUtcNow());
            var answer = await node.Desk.CreateAsync(ACase.Value(StrictBody.Read(life.Calls[0].Body, CommandJson.Strict.CaseReport)), default);
            foreach (var call in life.Calls.Skip(1))
            {
                answer = await node.Desk.MoveAsync(answer.Case!.CaseNo, ACase.Value(StrictBody.Read(call.Body, CommandJson.Strict.CaseMove)), default);
                Assert.Null(answer.Refusal);
            }
        }
    }

    private async Task<List<JsonElement>> NewestAsync(string service)
    {
        var newest = new Dictionary<string, (long Rev, JsonElement Record)>(StringComparer.Ordinal);
        foreach (var row in await node.Outbox.ReadAsync(0, null, 100_000, 1 << 28, default))
        {
            var record = JsonElement.Parse(row.Body);
            var rev = record.GetProperty("rev").GetInt64();
            if (row.Interface == service && rev > newest.GetValueOrDefault(row.RecordId).Rev)
            {
                newest[row.RecordId] = (rev, record);
            }
        }

        return [.. newest.Values.Select(n => n.Record)];
    }

    private static int Whole(List<JsonElement> rows, string counter) =>
        rows.Single(r => (Text(r, "regionCode"), Text(r, "sourceCode"), Text(r, "classCode"), r.GetProperty("reportNum").GetInt32()) == ("340100", "00", "A0000", 1)).GetProperty(counter).GetInt32();

    // An own reading of domain.md 3.9 from the published records, nothing shared with the module.
    private static SortedDictionary<string, string> Recount(List<JsonElement> cases, List<JsonElement> flows, DateTimeOffset asOf)
    {
        var sums = new SortedDictionary<string, int[]>(StringComparer.Ordinal);
        var byCase = flows.ToLookup(f => Text(f, "caseNo"));
        foreach (var c in cases)
        {
            var own = byCase[Text(c, "caseNo")].ToList();
            foreach (var day in new[] { "reportTime", "acceptTime", "fileTime", "dispatchTime" }.Select(t => Day(c, t)).OfType<string>().Distinct())
            {
                var marks = Marks(c, own, day, asOf);
                var (type, big, small) = (Text(c, "typeClass"), Text(c, "bigClass"), Text(c, "smallClass"));
                foreach (var region in new[] { "340100", Text(c, "districtCode") })
                {
                    foreach (var key in new[] { "00 A0000", $"00 {type}0000", $"00 {type}{big}00", $"00 {type}{big}{small}", Text(c, "sourceCode") + " A0000" })
                    {
                        var sum = sums.TryGetValue($"{day} {region} {key}", out var known) ? known : sums[$"{day} {region} {key}"] = new int[marks.Length];
                        for (var i = 0; i < marks.Length; i++)
                        {
                            sum[i] += marks[i] ? 1 : 0;
                        }
                    }
                }
            }
        }

        return new(sums.Where(s => s.Value.Any(v => v > 0)).ToDictionary(s => s.Key, s => string.Join(' ', s.Value)), StringComparer.Ordinal);
    }

    private static bool[] Marks(JsonElement c, List<JsonElement> flows, string day, DateTimeOffset asOf)
    {
        var state = Text(c, "state");
        bool On(string time) => Day(c, time) == day;
        bool Has(string name) => c.TryGetProperty(name, out _);
        var dispatched = On("dispatchTime");
        var need = dispatched && state is not ("20" or "30" or "42" or "90");
        var done = need && Has("disposeTime");
        var intime = done && Time(c, "disposeTime") <= Time(c, "deadline");
        var late = need && !done && Time(c, "deadline") < asOf;
        var closed = dispatched && state is "80" or "81" && dispatched;
        return
        [
            On("reportTime"), On("reportTime") && Has("acceptTime"), On("reportTime") && Text(c, "reporterKind") == "2", On("acceptTime"),
            flows.Any(f => f.TryGetProperty("fromState", out var from) && from.GetString() == "10" && Text(f, "toState") == "11" && Day(f, "endTime") == day),
            On("fileTime"), dispatched, dispatched && !flows.Any(f => f.TryGetProperty("fromState", out var from) && from.GetString() == "40" && Text(f, "toState") == "30"),
            need, done, intime, done && !intime, late, done || late, closed, closed && Time(c, "disposeTime") <= Time(c, "deadline"),
            dispatched && c.GetProperty("reworkTimes").GetInt32() > 0, dispatched && state == "42", dispatched && c.GetProperty("postponeTimes").GetInt32() > 0,
            dispatched && state == "90", dispatched && Has("closeType") && Text(c, "closeType") == "3",
        ];
    }

    private static SortedDictionary<string, string> Figures(List<JsonElement> rows)
    {
        string[] counters = ["report", "validReport", "publicReport", "accept", "verify", "file", "dispatch", "accurateDispatch", "needDispose", "dispose", "intimeDispose", "overtimeDispose",
            "overtimeToDispose", "needClose", "close", "intimeClose", "rework", "hang", "postpone", "cancel", "selfHandled"];
        var all = rows.ToDictionary(
            r => $"{Text(r, "statDate")} {Text(r, "regionCode")} {Text(r, "sourceCode")} {Text(r, "classCode")}",
            r => string.Join(' ', counters.Select(c => r.GetProperty(c + "Num").GetInt32())));
        return new(all.Where(r => r.Value.Any(digit => digit is not ('0' or ' '))).ToDictionary(), StringComparer.Ordinal);
    }

    private static string Text(JsonElement record, string name) => record.GetProperty(name).GetString()!;

    private static DateTimeOffset? Time(JsonElement record, string name) =>
        record.TryGetProperty(name, out var time) ? DateTimeOffset.Parse(time.GetString()!, CultureInfo.InvariantCulture) : null;

    private static string? Day(JsonElement record, string name) => Time(record, name)?.ToOffset(Beijing).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

public sealed class SqliteDayStatisticsTests : DayStatisticsContract
{
    private protected override Task<string> AddressAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresDayStatisticsTests : DayStatisticsContract
{
    private protected override Task<string> AddressAsync() => TestStores.PostgresAsync();
}
