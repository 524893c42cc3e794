using System.CommandLine;
using CityOps.Node.Verbs.Importing;
using CityOps.Node.Verbs.Reporting;

namespace CityOps.Node.Verbs;

/// <summary><c>cityops import</c>: 0 every row became a record that was taken, 1 some did not, 2 it could not be tried.</summary>
internal static class ImportVerb
{
    public static Command Make()
    {
        var dataset = new Option<string?>("--dataset") { Description = "数据集，须与映射文件一致 dataset; must be the one of the mapping file" };
        var map = new Option<string>("--map") { Description = "映射文件 mapping file (docs/csv-import.md)", Required = true };
        var set = new Option<string[]>("--set") { Description = "参数 parameter of the mapping file: name=value" };
        var url = new Option<string?>("--url") { Description = "数据枢纽地址 address of the hub" };
        var client = new Option<string?>("--client") { Description = "客户端标识（平台代码） client id: the platform code" };
        var secret = new Option<string?>("--secret-file") { Description = "密钥文件 file that holds the client's secret" };
        var info = new Option<string?>("--info") { Description = "`up --info` 写出的文件 file written by `up --info`, instead of --url, --client, --secret-file" };
        var platform = new Option<string?>("--as") { Description = "以哪个平台上报（配合 --info） the platform to send as, with --info" };
        var dry = new Option<bool>("--dry-run") { Description = "只判定，不上报 judge only, send nothing" };
        var to = new Option<string?>("--out") { Description = "把合格记录写成 NDJSON 文件 write the good records to this file" };
        var report = new Option<string?>("--report") { Description = "机读报告（NDJSON） machine report to this file" };
        var lang = new Option<string>("--lang") { Description = "报告语言 language of the report: zh, en", DefaultValueFactory = _ => "zh" };
        lang.AcceptOnlyFromAmong("zh", "en");
        var show = new Option<int>("--show") { Description = "逐条列出的上限 bad rows to list one by one", DefaultValueFactory = _ => 100 };
        var file = new Argument<string>("FILE") { Description = "CSV 文件 table to import" };
        var import = new Command("import", "把 CSV 表转换成记录并上报 turn a CSV table into records and send them to a hub")
        { dataset, map, set, url, client, secret, info, platform, dry, to, report, lang, show, file };
        // Off the calling thread: an interrupt is heard while the file is read.
        import.SetAction((parsed, ct) => Task.Run(
            () => VerbEdge.RunAsync(() => new ImportRun(
                new ImportOptions(parsed.GetValue(dataset), parsed.GetValue(map)!, parsed.GetValue(set) ?? [], parsed.GetValue(file)!)
                {
                    Address = new HubAddress(parsed.GetValue(url), parsed.GetValue(client), parsed.GetValue(secret), parsed.GetValue(info), parsed.GetValue(platform)),
                    Dry = parsed.GetValue(dry),
                    OutFile = parsed.GetValue(to),
                    ReportFile = parsed.GetValue(report),
                    Language = Languages.Of(parsed.GetValue(lang)),
                    Show = parsed.GetValue(show),
                },
                Console.Out, TimeProvider.System).RunAsync(ct)),
            CancellationToken.None));
        return import;
    }
}
