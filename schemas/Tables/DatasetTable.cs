using System.Text.Json;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Rules;

namespace CityOps.Schemas.Tables;

/// <summary>数据字典表: a table that was read without a fault, ready to become a schema.</summary>
public sealed class DatasetTable
{
    internal DatasetTable(DatasetMeta meta, IReadOnlyList<Field> header, IReadOnlyList<Field> fields, CodeLists codes) =>
        (Meta, Header, Fields, Codes) = (meta, header, fields, codes);

    public DatasetMeta Meta { get; }

    /// <summary>The common members, none for an envelope.</summary>
    internal IReadOnlyList<Field> Header { get; }

    /// <summary>The dataset's own fields, in the order of the table.</summary>
    internal IReadOnlyList<Field> Fields { get; }

    internal CodeLists Codes { get; }

    internal IEnumerable<Field> All => Header.Concat(Fields);

    /// <summary>Reads a whole table; null with every fault in it when there is any.</summary>
    public static DatasetTable? Read(DatasetMeta meta, IReadOnlyList<TableRow> rows, CodeLists codes, ICollection<TableFault> faults)
    {
        var reading = new TableReading(codes, faults);
        var header = meta.Header ? reading.Fields(HeaderRows.All) : [];
        var fields = reading.Fields(rows);
        reading.Names(rows, header);
        MetaRules.Check(meta, header, fields, faults);
        var table = new DatasetTable(meta, header, fields, codes);
        if (faults.Count == 0)
        {
            CheckRules(table, faults);
        }

        return faults.Count == 0 ? table : null;
    }

    private static void CheckRules(DatasetTable table, ICollection<TableFault> faults)
    {
        using var schema = JsonDocument.Parse(table.ToSchema());
        try
        {
            RuleSet.Read(schema.RootElement);
        }
        catch (InvalidDataException fault)
        {
            faults.Add(new TableFault(0, "rules", $"规则无法成立：{fault.Message}", fault.Message));
        }
    }

    /// <summary>The JSON Schema: always the same text for the same table.</summary>
    public string ToSchema() => SchemaText.Write(this);

    /// <summary>Records that pass and fail, by file name.</summary>
    public IReadOnlyList<(string Name, string Text)> ToExamples() => Examples.ExampleMaker.Make(this);
}
