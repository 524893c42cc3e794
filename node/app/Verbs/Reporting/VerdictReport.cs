using System.Globalization;
using CityOps.Schemas.Mapping;

namespace CityOps.Node.Verbs.Reporting;

/// <summary>The verdict of one record or row of a file. <paramref name="Row"/> counts the rows of a table, null elsewhere.</summary>
internal readonly record struct Verdict(long Line, long? Row, string? RecordId, IReadOnlyList<RowProblem> Problems)
{
    public bool Good => Problems.Count == 0;
}

/// <summary>
/// 校验报告: each bad record with its problems as it comes, then a summary by cause. Memory does not grow with the file:
/// causes beyond a limit are counted together.
/// </summary>
internal sealed class VerdictReport(TextWriter into, MachineReport? machine, Language language, int most)
{
    private const int MostCauses = 1000;
    private readonly Dictionary<string, long> causes = new(StringComparer.Ordinal);
    private long shown;

    public long Good { get; private set; }

    public long Bad { get; private set; }

    public void Take(Verdict verdict)
    {
        if (verdict.Good)
        {
            Good++;
            return;
        }

        Bad++;
        Refuse(verdict);
    }

    /// <summary>A record counted as good was refused later on, by the hub.</summary>
    public void TakeBack(Verdict verdict)
    {
        Good--;
        Bad++;
        Refuse(verdict);
    }

    public void Finish(TimeSpan took)
    {
        var all = Good + Bad;
        var rate = took.TotalSeconds > 0 ? all / took.TotalSeconds : 0;
        if (shown > most)
        {
            into.WriteLine(language.Say($"……另有 {shown - most} 条未逐条列出（--show 调整，--json 写全）", $"… {shown - most} more are not listed one by one (--show lists more, --json all)"));
        }

        if (causes.Count > 0)
        {
            into.WriteLine();
            into.WriteLine(language.Say("按原因汇总", "By cause"));
            Table();
        }

        into.WriteLine();
        into.WriteLine(language.Say(
            FormattableString.Invariant($"共 {all:N0} 条：合格 {Good:N0}，不合格 {Bad:N0}；用时 {took.TotalSeconds:N2} 秒，每秒 {rate:N0} 条"),
            FormattableString.Invariant($"{all:N0} records: {Good:N0} valid, {Bad:N0} not; {took.TotalSeconds:N2} s, {rate:N0} records/s")));
        machine?.Summary(Good, Bad, causes, took);
    }

    private void Refuse(Verdict verdict)
    {
        machine?.Take(verdict);
        foreach (var problem in verdict.Problems)
        {
            Count(problem);
        }

        if (++shown <= most)
        {
            Show(verdict);
        }
    }

    private void Count(RowProblem problem)
    {
        var columns = problem.Columns.Count > 0 ? $" [{string.Join(", ", problem.Columns)}]" : "";
        var cause = $"{problem.Code}\t{problem.Rule}\t{problem.Pointer}{columns}";
        if (causes.Count >= MostCauses && !causes.ContainsKey(cause))
        {
            cause = "\t…\t";
        }

        causes[cause] = causes.GetValueOrDefault(cause) + 1;
    }

    private void Show(Verdict verdict)
    {
        var place = verdict.Row is { } row
            ? language.Say($"数据行 {row}（文件第 {verdict.Line} 行）", $"row {row} (line {verdict.Line} of the file)")
            : language.Say($"第 {verdict.Line} 行", $"line {verdict.Line}");
        into.WriteLine(WideText.Plain($"{place}  {verdict.RecordId}".TrimEnd()));
        foreach (var problem in verdict.Problems)
        {
            var columns = problem.Columns.Count > 0 ? $"[{string.Join(", ", problem.Columns)}] " : "";
            into.WriteLine(WideText.Plain($"    {problem.Code} {problem.Rule} {columns}{problem.Pointer}: {language.Say(problem.Message, problem.MessageEn)}"));
        }
    }

    private void Table()
    {
        var rows = causes.OrderByDescending(cause => cause.Value).ThenBy(cause => cause.Key, StringComparer.Ordinal)
            .Select(cause => (string[])[cause.Value.ToString("N0", CultureInfo.InvariantCulture), .. cause.Key.Split('\t')])
            .Prepend(language == Language.Chinese ? ["次数", "代码", "规则", "位置"] : ["count", "code", "rule", "place"])
            .Select(row => row.Select(WideText.Plain).ToArray()).ToList();
        var widths = Enumerable.Range(0, 4).Select(column => rows.Max(row => WideText.Width(row[column]))).ToArray();
        foreach (var row in rows)
        {
            into.WriteLine("  " + string.Join("  ", row.Select((cell, column) => WideText.Pad(cell, widths[column]))).TrimEnd());
        }
    }
}
