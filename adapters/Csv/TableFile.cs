using System.Text;
using CityOps.Schemas.Tables;
using CsvHelper;

namespace CityOps.Adapters.Csv;

/// <summary>数据字典文件: a data-dictionary table as CSV (RFC 4180, UTF-8) with the columns 中文名, name, type, req, rule in any order.</summary>
public static class TableFile
{
    private const int MostBytes = 4 << 20;
    private static readonly string[] Columns = ["中文名", "name", "type", "req", "rule"];

    /// <summary>The rows in order; what cannot be read as such a table is added to <paramref name="faults"/>.</summary>
    public static IReadOnlyList<TableRow> Read(byte[] file, ICollection<TableFault> faults)
    {
        if (file.Length > MostBytes || !System.Text.Unicode.Utf8.IsValid(file))
        {
            faults.Add(new TableFault(0, "", $"文件须为 UTF-8 编码，不超过 {MostBytes} 字节", $"the file must be UTF-8 of at most {MostBytes} bytes"));
            return [];
        }

        using var csv = CsvReader.FromText(Encoding.UTF8.GetString(file).TrimStart('\uFEFF'), new CsvReaderOptions { Separator = ',', TrimWhitespace = true, TrackLineNumbers = true });
        csv.ReadHeader();
        var header = csv.Headers.ToArray();
        var missing = Columns.Except(header, StringComparer.Ordinal).ToArray();
        if (missing.Length > 0)
        {
            faults.Add(new TableFault(1, string.Join('、', missing), $"缺少列 {string.Join('、', missing)}", $"the columns {string.Join(", ", missing)} are missing"));
            return [];
        }

        return Rows(csv, header.Length, faults);
    }

    private static List<TableRow> Rows(CsvReader csv, int width, ICollection<TableFault> faults)
    {
        var rows = new List<TableRow>();
        while (csv.Read())
        {
            var line = (int)csv.LineNumber;
            if (csv.FieldCount != width)
            {
                faults.Add(new TableFault(line, "", $"应有 {width} 列，现有 {csv.FieldCount} 列", $"the row has {csv.FieldCount} cells instead of {width}"));
                continue;
            }

            rows.Add(new TableRow(line, csv.GetString(Columns[0]), csv.GetString(Columns[1]), csv.GetString(Columns[2]), csv.GetString(Columns[3]), csv.GetString(Columns[4])));
        }

        return rows;
    }
}
