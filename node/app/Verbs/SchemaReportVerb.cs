using System.CommandLine;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;

namespace CityOps.Node.Verbs;

/// <summary>数据标准清单: datasets, fields and code lists of this build as Markdown.</summary>
internal static class SchemaReportVerb
{
    public static Command Make()
    {
        var file = new Option<FileInfo?>("--out") { Description = "输出文件 where to write it; without it to standard output" };
        var report = new Command("report", "列出数据集、字段和代码表 list datasets, fields and code lists") { file };
        report.SetAction(async (parsed, ct) =>
        {
            var text = StandardReport.Write(SchemaSet.Standard, CodeLists.Standard);
            await (parsed.GetValue(file) is { } to ? File.WriteAllTextAsync(to.FullName, text, ct) : Console.Out.WriteAsync(text.AsMemory(), ct));
            return 0;
        });
        return report;
    }
}
