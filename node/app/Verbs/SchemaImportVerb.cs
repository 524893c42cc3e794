using System.CommandLine;
using CityOps.Adapters.Csv;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Tables;

namespace CityOps.Node.Verbs;

/// <summary>
/// 导入数据字典: a table (中文名, name, type, req, rule) becomes a JSON Schema that the catalogue takes. Every fault of the
/// table is told at once, by row and column. Ends with 0, or 1 when the table has faults.
/// </summary>
internal static class SchemaImportVerb
{
    private static readonly Argument<FileInfo> Table = new("table") { Description = "数据字典 CSV the table: 中文名,name,type,req,rule" };
    private static readonly Option<string> Dataset = new("--dataset") { Description = "数据集代码 code, such as AH-01", Required = true };
    private static readonly Option<string> Title = new("--title") { Description = "中文标题 Chinese title", Required = true };
    private static readonly Option<string> Key = new("--key") { Description = "主键字段，逗号分隔 key fields, comma between", Required = true };
    private static readonly Option<string> Name = new("--name") { Description = "英文名 English name", DefaultValueFactory = _ => "" };
    private static readonly Option<string> Version = new("--schema-version") { Description = "版本 SemVer", DefaultValueFactory = _ => "1.0.0" };
    private static readonly Option<string> Direction = new("--direction") { Description = "up、down 或 both", DefaultValueFactory = _ => "up" };
    private static readonly Option<string> Reach = new("--reach") { Description = "到达层级 N、P 或 C how far up", DefaultValueFactory = _ => "P" };
    private static readonly Option<string> Owner = new("--owner") { Description = "national、provincial、city、external", DefaultValueFactory = _ => "city" };
    private static readonly Option<string?> Addressee = new("--addressee") { Description = "接收区划字段 field with the regions addressed, type A:C6" };
    private static readonly Option<FileInfo?> Out = new("--out") { Description = "输出文件 where to write the schema; without it to standard output" };
    private static readonly Option<DirectoryInfo?> ExamplesFolder = new("--examples") { Description = "样例目录 folder for examples that pass and fail" };

    public static Command Make()
    {
        var import = new Command("import", "由数据字典表生成数据集模式 make a dataset's schema from a data-dictionary table")
        {
            Table, Dataset, Title, Key, Name, Version, Direction, Reach, Owner, Addressee, Out, ExamplesFolder,
        };
        import.SetAction((parsed, ct) => RunAsync(parsed, ct));
        return import;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var file = parsed.GetValue(Table)!;
        if (!file.Exists)
        {
            return await FailAsync([new TableFault(0, "", $"找不到文件 {file.Name}", $"there is no file {file.Name}")]);
        }

        var faults = new List<TableFault>();
        var rows = TableFile.Read(await File.ReadAllBytesAsync(file.FullName, ct), faults);
        if (DatasetTable.Read(MetaOf(parsed), rows, CodeLists.Standard, faults) is not { } table)
        {
            return await FailAsync(faults);
        }

        await WriteAsync(table, parsed.GetValue(Out), parsed.GetValue(ExamplesFolder), ct);
        return 0;
    }

    private static DatasetMeta MetaOf(ParseResult parsed) => new()
    {
        Code = parsed.GetValue(Dataset)!,
        Name = parsed.GetValue(Name)!,
        Title = parsed.GetValue(Title)!,
        Version = parsed.GetValue(Version)!,
        Key = parsed.GetValue(Key)!.Split(',', StringSplitOptions.TrimEntries),
        Direction = parsed.GetValue(Direction)!,
        Reach = parsed.GetValue(Reach)!,
        Owner = parsed.GetValue(Owner)!,
        Addressee = parsed.GetValue(Addressee) is { } field ? "/" + field.TrimStart('/') : null,
    };

    private static async Task WriteAsync(DatasetTable table, FileInfo? schema, DirectoryInfo? folder, CancellationToken ct)
    {
        if (schema is null)
        {
            await Console.Out.WriteAsync(table.ToSchema().AsMemory(), ct);
        }
        else
        {
            await File.WriteAllTextAsync(schema.FullName, table.ToSchema(), ct);
        }

        if (folder is not null)
        {
            folder.Create();
            foreach (var (name, text) in table.ToExamples())
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), text, ct);
            }
        }
    }

    private static async Task<int> FailAsync(IReadOnlyList<TableFault> faults)
    {
        foreach (var fault in faults.OrderBy(fault => fault.Line))
        {
            var place = fault.Line > 0 ? $"第 {fault.Line} 行 {fault.Column} · line {fault.Line} {fault.Column}" : $"数据集 {fault.Column} · dataset {fault.Column}";
            await Console.Error.WriteLineAsync($"{place}: {fault.Message} · {fault.MessageEn}");
        }

        await Console.Error.WriteLineAsync($"共 {faults.Count} 处错误，未生成模式。 {faults.Count} faults, no schema was made.");
        return 1;
    }
}
