using System.Text;
using Microsoft.AspNetCore.Http;

namespace CityOps.Portal.Web;

/// <summary>
/// A table as a file for spreadsheets: UTF-8 with mark, quoted, and no cell that a spreadsheet would take for a formula
/// (security.md 9.7): such a cell begins with an apostrophe.
/// </summary>
public static class CsvAnswer
{
    public static IResult Of(string name, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var text = new StringBuilder("\uFEFF");
        Line(text, heads);
        foreach (var row in rows)
        {
            Line(text, row);
        }

        return Results.File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", name + ".csv");
    }

    /// <summary>One cell, quoted.</summary>
    public static string Cell(object? value)
    {
        var text = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
        var risky = value is string && text.TrimStart().Length > 0 && text.TrimStart()[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠';
        return $"\"{(risky ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static void Line(StringBuilder text, IEnumerable<object?> cells) => text.Append(string.Join(',', cells.Select(Cell))).Append("\r\n");
}
