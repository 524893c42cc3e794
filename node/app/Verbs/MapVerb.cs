using System.CommandLine;
using CityOps.Adapters.Csv;
using CityOps.Node.Verbs.Reporting;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Mapping;
using CityOps.Schemas.Mapping.Suggesting;

namespace CityOps.Node.Verbs;

/// <summary><c>cityops map suggest</c>: 0 the mapping is complete, 1 something must be filled in, 2 it could not be tried.</summary>
internal static class MapVerb
{
    private const int Looked = 20_000;

    public static Command Make()
    {
        var dataset = new Option<string>("--dataset") { Description = "数据集 dataset such as MG-01", Required = true };
        var to = new Option<string?>("--out") { Description = "映射文件；缺省写到标准输出 mapping file; standard output without it" };
        var delimiter = new Option<string>("--delimiter") { Description = "分隔符 delimiter", DefaultValueFactory = _ => "," };
        var encoding = new Option<string>("--encoding") { Description = "编码 encoding: utf-8, gb18030", DefaultValueFactory = _ => "utf-8" };
        encoding.AcceptOnlyFromAmong("utf-8", "gb18030");
        var file = new Argument<string>("FILE") { Description = "CSV 文件 table to look at" };
        var suggest = new Command("suggest", "按列名和取值提出映射 propose a mapping from names and values") { dataset, to, delimiter, encoding, file };
        suggest.SetAction(parsed => VerbEdge.Run(() => Suggest(
            parsed.GetValue(file)!, Datasets.Find(parsed.GetValue(dataset)!), CsvShape.Usual with { Delimiter = One(parsed.GetValue(delimiter)!), Encoding = parsed.GetValue(encoding)! }, parsed.GetValue(to))));
        return new Command("map", "映射文件 mapping files") { suggest };
    }

    private static char One(string delimiter) => delimiter switch
    {
        "\\t" or "tab" => '\t',
        { Length: 1 } => delimiter[0],
        _ => throw new VerbException("分隔符须是一个字符。", "A delimiter is one character."),
    };

    private static int Suggest(string path, DatasetVersion dataset, CsvShape shape, string? to)
    {
        using var file = Files.Open(path);
        using var rows = new CsvRows(file, shape);
        var profiles = rows.Header.Select(name => new ColumnProfile(name)).ToArray();
        foreach (var row in rows.Read().Where(row => row.Fault is null).Take(Looked))
        {
            for (var i = 0; i < profiles.Length; i++)
            {
                profiles[i].Take(row.Fields[i]);
            }
        }

        var draft = MappingDraft.Of(dataset, shape, profiles);
        if (to is null)
        {
            using var output = Console.OpenStandardOutput();
            output.Write(draft.ToJson());
        }
        else
        {
            using var output = Files.Create(to);
            output.Write(draft.ToJson());
        }

        Tell(draft, to is null ? Console.Error : Console.Out);
        return RowMapping.Compile(draft.ToJson(), SchemaSet.Standard).Match(_ => 0, refusal => ToFillIn(refusal.Fields, to is null ? Console.Error : Console.Out));
    }

    private static void Tell(MappingDraft draft, TextWriter into)
    {
        var width = draft.Columns.Max(column => WideText.Width(WideText.Plain(column.Column)));
        foreach (var column in draft.Columns)
        {
            into.WriteLine($"  {WideText.Pad(WideText.Plain(column.Column), width)}  {(column.Member is null ? "—   " : $"{column.Confidence:0%}".PadLeft(4))}  {column.Member ?? "忽略 ignored"}  {column.Note}".TrimEnd());
        }
    }

    private static int ToFillIn(IReadOnlyList<Schemas.FieldError> fields, TextWriter into)
    {
        into.WriteLine("还须补充 still to be filled in:");
        foreach (var field in fields)
        {
            into.WriteLine($"  {field.At}: {field.Message}");
        }

        return 1;
    }
}
