using System.Collections.Frozen;
using System.Globalization;

namespace CityOps.Schemas.Codes;

/// <summary>代码表: a list of codes in the order of the standard.</summary>
public sealed class CodeList
{
    private const int MostNearest = 3;
    private const int LastLocal = 98;
    private readonly FrozenDictionary<string, CodeEntry> byCode;

    internal CodeList(string name, string title, string edition, int? localFrom, string source, IReadOnlyList<CodeEntry> codes)
    {
        (Name, Title, Edition, LocalFrom, Source, Codes) = (name, title, edition, localFrom, source, codes);
        byCode = codes.ToFrozenDictionary(code => code.Code, StringComparer.Ordinal);
        IsDated = codes.Any(code => code.ValidFrom is not null || code.ValidTo is not null);
    }

    /// <summary>A list from elsewhere than this build.</summary>
    public static CodeList Of(string name, string title, string edition, int? localFrom, string source, IReadOnlyList<CodeEntry> codes) =>
        new(name, title, edition, localFrom, source, codes);

    public string Name { get; }

    public string Title { get; }

    /// <summary>The edition of the standard the codes belong to.</summary>
    public string Edition { get; }

    /// <summary>Codes from here to 98 are free for local use; null where a list is closed.</summary>
    public int? LocalFrom { get; }

    /// <summary>How certain the list is, and where from: seed, found, known, designed.</summary>
    public string Source { get; }

    public IReadOnlyList<CodeEntry> Codes { get; }

    /// <summary>Whether any code of it was or will be invalid on some day; only then need records be compared with it.</summary>
    public bool IsDated { get; }

    /// <summary>Every code a schema admits: those of the standard, then the local ones.</summary>
    public IEnumerable<string> Admitted =>
        Codes.Select(code => code.Code).Concat(
            LocalFrom is { } from ? Enumerable.Range(from, LastLocal - from + 1).Select(code => code.ToString(CultureInfo.InvariantCulture)) : []);

    public CodeEntry? Find(string code) => byCode.GetValueOrDefault(code);

    /// <summary>Whether the code may be used on that day; a local code always may.</summary>
    public bool IsValid(string code, DateOnly day) => Find(code) is { } entry ? entry.IsValid(day) : IsLocal(code);

    /// <summary>Up to three codes most like a wrong one: fewest letters to change, then the order of the list.</summary>
    public IReadOnlyList<CodeEntry> Nearest(string code)
    {
        // Codes are short; a long text is no slip of the pen.
        var wrong = code.Length > 32 ? code[..32] : code;
        return [.. Codes.OrderBy(entry => Distance(wrong, entry.Code)).Take(MostNearest)];
    }

    private bool IsLocal(string code) =>
        LocalFrom is { } from && code.Length == 2 && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= LastLocal;

    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                (diagonal, row[j]) = (row[j], Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[other.Length];
    }
}
