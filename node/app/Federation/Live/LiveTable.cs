using System.Globalization;
using CityOps.Node.Federation.Departments;
using CityOps.Schemas.Codes;
using Spectre.Console;

namespace CityOps.Node.Federation.Live;

/// <summary>The terminal's view of the links: rate, accepted, rejected, backlog, lag. A line every few seconds where no terminal is.</summary>
internal sealed class LiveTable(FederationPlan plan, TimeProvider clock)
{
    private const int LooksPerLine = 5;
    private readonly Dictionary<string, (long Accepted, long At)> before = new(StringComparer.Ordinal);
    private int looks;

    public static void Announce(FederationPlan plan, IReadOnlyList<string> faults)
    {
        Console.WriteLine("CityOps 三级联邦（本机演示） three tiers on this machine：页面、平台账号、密钥 pages, client ids, secrets\n");
        foreach (var m in plan.Members)
        {
            Console.WriteLine($"{m.Options.Name}（{TierName(m.Tier)}）  {m.Url}");
            Console.WriteLine($"    {m.Code,-20}  {m.OwnSecret}  本部署 own node and tools");
            Console.WriteLine($"    {m.Department.Code,-20}  {m.Department.Secret}  {m.Department.Name}");
        }

        Console.WriteLine();
        Console.WriteLine($"演示部门 demo departments beside {plan.Cities[0].Options.Name}：{string.Join("、", Trade.All.Select(trade => trade.Name))}");
        if (faults.Count > 0)
        {
            Console.WriteLine($"已设置的故障 faults switched on: {string.Join(", ", faults)}");
        }

        Console.WriteLine("另开终端设置或清除故障 in another terminal: ./cityops fault silent,schema … | none | list");
        Console.WriteLine("Ctrl-C 结束，数据保留；--reset 重新开始 Ctrl-C stops, data stay; --reset begins afresh\n");
    }

    public async Task RunAsync(Func<Action<IReadOnlyList<DeploymentState>>, Task> loop)
    {
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive)
        {
            await loop(Line);
            return;
        }

        await AnsiConsole.Live(new Text("…")).StartAsync(context => loop(states => context.UpdateTarget(Draw(states))));
    }

    private void Line(IReadOnlyList<DeploymentState> states)
    {
        if (looks++ % LooksPerLine == 0)
        {
            Console.WriteLine(string.Join("  ", states.Select(s =>
            {
                var (rate, accepted, rejected, backlog) = Figures(s);
                return s.Summary is null ? $"{s.Child.Member.Code} 无响应 away" : string.Create(CultureInfo.InvariantCulture, $"{s.Child.Member.Code} {rate:N0}/s accepted {accepted:N0} rejected {rejected:N0} backlog {backlog:N0}");
            })));
        }
    }

    private Table Draw(IReadOnlyList<DeploymentState> states)
    {
        var table = new Table().Border(TableBorder.Rounded).Title($"[bold]级联链路[/] {clock.GetLocalNow():HH:mm:ss}")
            .AddColumn("部署")
            .AddColumn(new TableColumn("条/秒").RightAligned())
            .AddColumn(new TableColumn("已接收").RightAligned())
            .AddColumn(new TableColumn("已拒收").RightAligned())
            .AddColumn(new TableColumn("上行积压").RightAligned())
            .AddColumn(new TableColumn("滞后 秒").RightAligned())
            .AddColumn(new TableColumn("内存 MiB").RightAligned())
            .AddColumn(new TableColumn("重启").RightAligned())
            .AddColumn("链路");
        foreach (var s in states)
        {
            var (rate, accepted, rejected, backlog) = Figures(s);
            table.AddRow(
                Markup.Escape($"{s.Child.Member.Options.Name} {s.Child.Member.Code}"), N(rate), N(accepted), N(rejected),
                plan.Above(s.Child.Member) is null ? "—" : backlog > 10_000 ? "> 10,000" : N(backlog), Lag(s), N(s.Child.PeakBytes / 1048576.0), N(s.Child.Restarts), Link(s));
        }

        return table;
    }

    private (double Rate, long Accepted, long Rejected, long Backlog) Figures(DeploymentState state)
    {
        if (state.Summary is not { } summary)
        {
            return default;
        }

        var accepted = summary.Interfaces.Sum(i => i.Accepted);
        var code = state.Child.Member.Code;
        var seconds = before.TryGetValue(code, out var last) ? clock.GetElapsedTime(last.At, state.At).TotalSeconds : 0;
        before[code] = (accepted, state.At);
        return (seconds > 0 ? (accepted - last.Accepted) / seconds : 0, accepted, summary.Interfaces.Sum(i => i.Rejected), summary.Links.Sum(l => l.Backlog));
    }

    private string Lag(DeploymentState state)
    {
        var oldest = state.Summary?.Links.Where(l => l.OldestAt is not null).Select(l => DateTimeOffset.Parse(l.OldestAt!, CultureInfo.InvariantCulture)).ToList() ?? [];
        return oldest.Count == 0 ? state.Summary is null ? "?" : "0" : N((clock.GetUtcNow() - oldest.Min()).TotalSeconds);
    }

    private string Link(DeploymentState state)
    {
        if (state.Summary is not { } summary)
        {
            return "[red]无响应[/]";
        }

        if (plan.Above(state.Child.Member) is null)
        {
            return "[grey]最高层级[/]";
        }

        var bad = summary.Links.FirstOrDefault(l => l.FailingSince is not null);
        var silent = summary.Links.Any(l => l.LastGoodAt is null);
        return bad is not null ? $"[red]中断[/] {Markup.Escape(bad.Error ?? "")}" : silent ? "[yellow]尚未通信[/]" : "[green]正常[/]";
    }

    private static string N(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string TierName(Tier tier) => tier switch
    {
        Tier.Nation => "国家",
        Tier.Province => "省级",
        Tier.City => "市级",
        _ => "县级",
    };
}
