using System.Text.RegularExpressions;
using CityOps.Schemas.Codes;

namespace CityOps.Schemas.Tables;

/// <summary>Turns rows into fields and says everything that is wrong with them.</summary>
internal sealed partial class TableReading(CodeLists codes, ICollection<TableFault> faults)
{
    public const string TitleColumn = "中文名";
    private const int MostTitle = 60;

    public IReadOnlyList<Field> Fields(IReadOnlyList<TableRow> rows) => [.. rows.Select(Read).OfType<Field>()];

    /// <summary>A name stands once, and none is taken from the common header.</summary>
    public void Names(IReadOnlyList<TableRow> rows, IReadOnlyList<Field> header)
    {
        if (rows.Count == 0)
        {
            Fault(0, "name", "表中没有字段", "the table has no field");
        }

        var taken = header.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var row in rows.Where(row => row.Name.Length > 0 && !taken.Add(row.Name)))
        {
            Fault(row.Line, "name", $"字段名 {row.Name} 重复或属于公共头", $"the name {row.Name} stands twice or belongs to the common header");
        }
    }

    private Field? Read(TableRow row)
    {
        var before = faults.Count;
        if (row.Title.Length is 0 or > MostTitle)
        {
            Fault(row.Line, TitleColumn, $"中文名须有 1 至 {MostTitle} 个字", $"a title has 1 to {MostTitle} characters");
        }

        if (!NameText().IsMatch(row.Name))
        {
            Fault(row.Line, "name", $"字段名“{row.Name}”须以字母开头，只含字母和数字，不超过 64 位", $"the name '{row.Name}' must begin with a letter and hold letters and digits only, at most 64");
        }

        if (row.Required is not ("Y" or ""))
        {
            Fault(row.Line, "req", $"必填列只能填 Y 或留空，现为“{row.Required}”", $"req is Y or empty, not '{row.Required}'");
        }

        if (FieldType.Parse(row.Type) is not { } type)
        {
            Fault(row.Line, "type", $"类型“{row.Type}”不认识", $"'{row.Type}' is no type");
            return null;
        }

        var rule = RuleText.Read(row.Rule, type, (zh, en) => Fault(row.Line, "rule", zh, en));
        FieldRules.Check(type, rule, codes, (column, zh, en) => Fault(row.Line, column, zh, en));
        return faults.Count == before ? new Field(row.Title, row.Name, type, row.Required == "Y", rule) : null;
    }

    private void Fault(int line, string column, string message, string messageEn) => faults.Add(new TableFault(line, column, message, messageEn));

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameText();
}
