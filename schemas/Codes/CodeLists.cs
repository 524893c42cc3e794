using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace CityOps.Schemas.Codes;

/// <summary>全部代码表: the code lists of the data standard in this build (codelists/lists.csv and codes.csv). Immutable.</summary>
public sealed class CodeLists
{
    private static readonly Lazy<CodeLists> Embedded = new(() => Parse(Read("codelists/lists.csv"), Read("codelists/codes.csv")));
    private readonly FrozenDictionary<string, CodeList> byName;

    private CodeLists(IReadOnlyList<CodeList> all)
    {
        All = all;
        byName = all.ToFrozenDictionary(list => list.Name, StringComparer.Ordinal);
    }

    public static CodeLists Standard => Embedded.Value;

    /// <summary>In the order of the standard.</summary>
    public IReadOnlyList<CodeList> All { get; }

    /// <summary>These lists with others in their place, or beside them.</summary>
    public CodeLists With(IEnumerable<CodeList> others)
    {
        var laid = others.ToDictionary(list => list.Name, StringComparer.Ordinal);
        return new CodeLists([.. All.Select(list => laid.GetValueOrDefault(list.Name, list)), .. laid.Values.Where(list => Find(list.Name) is null)]);
    }

    public CodeList? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Reads the two tables; no cell of them may hold a comma or a quotation mark.</summary>
    /// <exception cref="InvalidDataException">A row with the wrong number of cells, or a code of no list.</exception>
    internal static CodeLists Parse(string lists, string codes)
    {
        var rows = Rows(codes, 7).ToLookup(cells => cells[0], ToEntry, StringComparer.Ordinal);
        var all = Rows(lists, 5).Select(cells => new CodeList(cells[0], cells[1], cells[2], Whole(cells[3]), cells[4], [.. rows[cells[0]]])).ToArray();
        var stray = rows.Select(row => row.Key).Except(all.Select(list => list.Name), StringComparer.Ordinal).FirstOrDefault();
        return stray is null ? new CodeLists(all) : throw new InvalidDataException($"codes of {stray}, but no such list");
    }

    private static CodeEntry ToEntry(string[] cells) => new(cells[1], cells[2], Day(cells[3]), Day(cells[4]), NullIfEmpty(cells[5]), NullIfEmpty(cells[6]));

    private static IEnumerable<string[]> Rows(string text, int columns)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var cells = line.TrimEnd('\r').Split(',');
            yield return cells.Length == columns ? cells : throw new InvalidDataException($"a code table has {columns} columns: {line}");
        }
    }

    private static DateOnly? Day(string cell) => cell.Length == 0 ? null : DateOnly.ParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static int? Whole(string cell) => cell.Length == 0 ? null : int.Parse(cell, CultureInfo.InvariantCulture);

    private static string? NullIfEmpty(string cell) => cell.Length == 0 ? null : cell;

    private static string Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidDataException($"{resource} is not part of this build");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
