using System.CommandLine;
using CityOps.Node.Verbs.Reading;
using CityOps.Node.Verbs.Reporting;

namespace CityOps.Node.Verbs;

/// <summary><c>cityops validate</c>: 0 all records are valid, 1 some are not, 2 it could not be tried.</summary>
internal static class ValidateVerb
{
    public static Command Make()
    {
        var dataset = new Option<string?>("--dataset") { Description = "数据集 dataset such as MG-01, or MG-01.v1 for one version" };
        var schema = new Option<string?>("--schema") { Description = "JSON Schema 文件 schema file (draft 2020-12)" };
        var format = new Option<string?>("--format") { Description = "json、ndjson 或 csv；缺省按文件判断 layout; without it told from the file" };
        format.AcceptOnlyFromAmong("json", "ndjson", "csv");
        var json = new Option<string?>("--json") { Description = "机读报告（NDJSON） machine report to this file" };
        var lang = new Option<string>("--lang") { Description = "报告语言 language of the report: zh, en", DefaultValueFactory = _ => "zh" };
        lang.AcceptOnlyFromAmong("zh", "en");
        var show = new Option<int>("--show") { Description = "逐条列出的上限 bad records to list one by one", DefaultValueFactory = _ => 100 };
        var file = new Argument<string>("FILE") { Description = "JSON、NDJSON 或 CSV 文件 file to validate" };
        var validate = new Command("validate", "校验文件中的记录 validate the records of a file") { dataset, schema, format, json, lang, show, file };
        // Off the calling thread: an interrupt is heard while the file is read.
        validate.SetAction((parsed, ct) => Task.Run(
            () => VerbEdge.Run(() => new ValidateRun(
                new ValidateOptions(parsed.GetValue(dataset), parsed.GetValue(schema), parsed.GetValue(format), parsed.GetValue(json), Languages.Of(parsed.GetValue(lang)), parsed.GetValue(show), parsed.GetValue(file)!),
                Console.Out, TimeProvider.System).Run(ct)),
            CancellationToken.None));
        return validate;
    }
}

/// <summary>What was asked on the command line.</summary>
internal sealed record ValidateOptions(string? Dataset, string? SchemaFile, string? Format, string? JsonFile, Language Language, int Show, string File)
{
    public FileForm? Form => Format switch
    {
        "csv" => FileForm.Csv,
        "ndjson" => FileForm.Lines,
        _ => null,
    };
}
