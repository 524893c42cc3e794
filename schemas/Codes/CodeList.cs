using System.Collections.Frozen;
using System.Globalization;

namespace CityOps.Schemas.Codes;

/// <summary>代码表: a list of codes in the order of the standard.</summary>
public sealed class CodeList
{
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

    private bool IsLocal(string code) =>
        LocalFrom is { } from && code.Length == 2 && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= LastLocal;
}
