using System.Diagnostics;
using CityOps.Node.Federation.Departments;
using Xunit;
using Xunit.Abstractions;

namespace CityOps.Federation.Tests;

/// <summary>接口状态监控 as an operator sees it: a department falls ill in ten ways, and the first line of the page says what, whose and what to do.</summary>
public sealed partial class DemoTests(DemoFederation demo, ITestOutputHelper told) : IClassFixture<DemoFederation>
{
    private static readonly TimeSpan Found = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Healed = TimeSpan.FromSeconds(60);

    /// <summary>Each round makes different departments ill.</summary>
    private static readonly string[][] Rounds = [["silent", "schema", "code", "region"], ["clock", "key", "push-down", "stuck"], ["flood", "push-slow"]];

    private RunningCityOps Run => demo.Run;

    private PortalVisitor Visitor => demo.Operator;

    [Fact]
    public async Task Each_of_ten_faults_stands_in_the_first_line_within_30_s_and_is_gone_60_s_after_healing()
    {
        Assert.Equal(Fault.All.Select(fault => fault.Name).Order(StringComparer.Ordinal), Rounds.SelectMany(round => round).Order(StringComparer.Ordinal));
        var board = new FaultBoard(demo.Folder);
        await WellAsync(DemoFederation.Patience);
        foreach (var round in Rounds)
        {
            board.Set(round);
            var clock = Stopwatch.StartNew();
            foreach (var fault in round.Select(name => Fault.All.Single(one => one.Name == name)))
            {
                var line = await FoundAsync(fault, Found - clock.Elapsed);
                told.WriteLine($"{fault.Name}: {clock.Elapsed.TotalSeconds:0.0} s: {line}");
            }

            await Visitor.GoAsync("/");
            await Visitor.ShotAsync("faults-" + string.Join('-', round));
            board.Set([]);
            clock.Restart();
            await WellAsync(Healed);
            told.WriteLine($"healed after {clock.Elapsed.TotalSeconds:0.0} s");
        }
    }

    // The page of the department: the first line of what is wrong with it.
    private async Task<string> FoundAsync(Fault fault, TimeSpan left)
    {
        var trade = Trade.All.Single(one => one.Key == fault.Trade);
        string[] kinds = fault.Finding == "silent" ? ["late", "silent"] : [fault.Finding];
        var seen = "";
        var answer = await Run.UntilAsync($"{fault.Name} in the first line (seen last: {seen})", left > TimeSpan.Zero ? left : TimeSpan.FromSeconds(1), async () =>
        {
            await Visitor.GoAsync("/platforms/" + trade.Code);
            var first = Visitor.Page.Locator("tr[class*=kind-]").First;
            if (await first.CountAsync() == 0)
            {
                return null;
            }

            seen = await first.InnerTextAsync();
            var kind = (await first.GetAttributeAsync("class"))!["kind-".Length..];
            return kinds.Contains(kind) && seen.Contains(fault.Interface, StringComparison.Ordinal) && seen.Contains(trade.Name, StringComparison.Ordinal) ? seen : null;
        });
        return answer.ReplaceLineEndings(" ");
    }

    private Task WellAsync(TimeSpan patience) => Run.UntilAsync("all well", patience, async () =>
    {
        await Visitor.GoAsync("/incidents?open=true");
        return await Visitor.Page.Locator("tr[class*=kind-]").CountAsync() == 0 ? Run : null;
    });
}
