using System.Globalization;
using System.Text;
using CityOps.Adapters.Csv;
using CityOps.Hub.Exchange;
using CityOps.Node.Verbs.Reporting;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Mapping;

namespace CityOps.Node.Verbs.Importing;

/// <summary>One import of one table.</summary>
internal sealed class ImportRun(ImportOptions options, TextWriter output, TimeProvider clock)
{
    private readonly HubTally tally = new();
    private readonly Batch batch = new();

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var login = options.Dry ? null : options.Address.Read();
        if (login is null && !options.Dry && options.OutFile is null)
        {
            throw new VerbException("请指明去向：--url、--info、--out 或 --dry-run。", "Say where to: --url, --info, --out or --dry-run.");
        }

        var mapping = Compile(login);
        using var file = Files.Open(options.File);
        using var rows = new CsvRows(file, mapping.Csv);
        using var mapper = Must(mapping.Bind(rows.Header), options.File);
        using var good = options.OutFile is { } path ? Files.Create(path) : null;
        using var machine = options.ReportFile is { } report ? new MachineReport(Files.Create(report)) : null;
        using var delivery = login is null ? null : HubDelivery.To(login, clock);
        Declare(mapping, machine);
        var verdicts = new VerdictReport(output, machine, options.Language, options.Show);
        var took = await TakeAsync(new TableJudge(rows, mapper, mapping.Dataset, SchemaSet.Standard), new Ways(good, delivery, Service(mapping.Dataset), mapper, file), verdicts, ct);
        verdicts.Finish(took);
        Close(delivery is not null, verdicts.Good);
        return verdicts.Bad == 0 ? 0 : 1;
    }

    private static string Service(DatasetVersion dataset) => InterfaceCode.Of(dataset.Dataset, dataset.Major, dataset.Direction).ToString();

    private static T Must<T>(Schemas.Outcome<T> outcome, string file) => outcome.Match(value => value, refusal => throw new VerbException(
        $"{file}：{refusal.Title}\n{string.Join('\n', refusal.Fields.Select(field => $"  {WideText.Plain(field.At)}: {WideText.Plain(field.Message)}"))}", refusal.TitleEn));

    private RowMapping Compile(HubLogin? login)
    {
        var text = Files.ReadAll(options.MapFile);
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        if (login is not null && RowMapping.ParameterNames(text).Contains("platform"))
        {
            parameters["platform"] = login.ClientId;
        }

        foreach (var pair in options.Set.Select(one => one.Split('=', 2)))
        {
            parameters[pair[0]] = pair.Length == 2 ? pair[1] : throw new VerbException($"--set {pair[0]} 缺少 =值。", $"--set {pair[0]} lacks =value.");
        }

        var mapping = Must(RowMapping.Compile(text, SchemaSet.Standard, parameters), options.MapFile);
        return options.Dataset is null || Datasets.Find(options.Dataset) == mapping.Dataset
            ? mapping
            : throw new VerbException($"映射文件是 {mapping.Dataset.Dataset} 的，不是 {options.Dataset} 的。", $"The mapping file is for {mapping.Dataset.Dataset}, not {options.Dataset}.");
    }

    private void Declare(RowMapping mapping, MachineReport? machine)
    {
        machine?.Declare(mapping);
        foreach (var (title, lines) in ((string, IReadOnlyList<string>)[])[
            (options.Language.Say("映射的前提", "The mapping takes for granted"), mapping.Assumptions),
            (options.Language.Say("改变数据含义的步骤", "Steps that change what the data say"), mapping.Declared)])
        {
            if (lines.Count > 0)
            {
                output.WriteLine(title);
                foreach (var line in lines)
                {
                    output.WriteLine("  - " + WideText.Plain(line));
                }
            }
        }
    }

    private async Task<TimeSpan> TakeAsync(TableJudge table, Ways ways, VerdictReport verdicts, CancellationToken ct)
    {
        using var progress = ProgressLine.OnTerminal(clock);
        foreach (var row in table.Read())
        {
            ct.ThrowIfCancellationRequested();
            verdicts.Take(new Verdict(row.Line, row.Row, row.RecordId, row.Problems));
            if (row.Problems.Count == 0)
            {
                ways.Good?.Write(row.Record.Span);
                ways.Good?.WriteByte((byte)'\n');
                await SendAsync(row, ways, verdicts, ct);
            }

            progress.Tell(verdicts.Good, verdicts.Bad, ways.Table.Position, ways.Delivery is null ? "" : string.Create(CultureInfo.InvariantCulture, $"  已送 sent {tally.Offered:N0}"));
        }

        await FlushAsync(ways, verdicts, ct);
        return progress.Took;
    }

    private async Task SendAsync(RowVerdict row, Ways ways, VerdictReport verdicts, CancellationToken ct)
    {
        if (ways.Delivery is null)
        {
            return;
        }

        batch.Add(row.Row, row.Line, row.RecordId, row.Record.Span);
        if (batch.IsFull)
        {
            await FlushAsync(ways, verdicts, ct);
        }
    }

    private async Task FlushAsync(Ways ways, VerdictReport verdicts, CancellationToken ct)
    {
        if (ways.Delivery is null || batch.Count == 0)
        {
            return;
        }

        var receipt = await ways.Delivery.SendAsync(ways.Service, batch, ct);
        tally.Add(receipt.Counts);
        foreach (var refused in receipt.Problems.GroupBy(problem => problem.Index))
        {
            var (row, line, recordId) = batch[refused.Key];
            verdicts.TakeBack(new Verdict(line, row, recordId, [.. refused.Select(problem => InColumns(problem, ways.Mapper))]));
        }

        batch.Clear();
    }

    private static RowProblem InColumns(ReceiptProblem problem, RowMapper mapper) =>
        new(mapper.ColumnsAt(problem.Pointer), problem.Pointer, problem.Keyword, problem.Code, problem.Message, problem.MessageEn);

    private void Close(bool sent, long good)
    {
        if (!sent)
        {
            return;
        }

        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"上报 {tally.Batches:N0} 批 {tally.Offered:N0} 条 = 新收 {tally.Accepted:N0} + 重复 {tally.Duplicate:N0} + 过期 {tally.Stale:N0} + 拒收 {tally.Rejected:N0}");
        var english = new StringBuilder().Append(CultureInfo.InvariantCulture, $"sent {tally.Offered:N0} in {tally.Batches:N0} batches = accepted {tally.Accepted:N0} + duplicate {tally.Duplicate:N0} + stale {tally.Stale:N0} + rejected {tally.Rejected:N0}");
        output.WriteLine(options.Language.Say(text.ToString(), english.ToString()));
        if (good + tally.Rejected != tally.Offered)
        {
            throw new VerbException($"合格 {good + tally.Rejected} 条，实送 {tally.Offered} 条。", $"{good + tally.Rejected} good rows, {tally.Offered} sent.");
        }
    }

    /// <summary>Where good rows go.</summary>
    private sealed record Ways(FileStream? Good, HubDelivery? Delivery, string Service, RowMapper Mapper, FileStream Table);
}
