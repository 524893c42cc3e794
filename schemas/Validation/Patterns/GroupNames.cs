namespace CityOps.Schemas.Validation.Patterns;

/// <summary>The groups of a pattern, counted before it is parsed: a reference may stand before its group.</summary>
internal sealed class GroupNames
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private int given;

    public int Count { get; private set; }

    public int Next() => ++given;

    public int Numbered(string name) =>
        numbers.TryGetValue(name, out var number) ? number : throw new PatternException($"there is no group '{name}'");

    public void Read(string source)
    {
        var inSet = false;
        for (var at = 0; at < source.Length; at++)
        {
            switch (source[at])
            {
                case '\\':
                    at++;
                    break;
                case '[' or ']':
                    inSet = source[at] == '[';
                    break;
                case '(' when !inSet:
                    Note(source, at + 1);
                    break;
            }
        }
    }

    private void Note(string source, int at)
    {
        var named = source.AsSpan(at).StartsWith("?<") && at + 2 < source.Length && source[at + 2] is not ('=' or '!');
        if (at < source.Length && source[at] == '?' && !named)
        {
            return;
        }

        Count++;
        var end = named ? source.IndexOf('>', at) : -1;
        if (end > 0 && (!IsName(source[(at + 2)..end]) || !numbers.TryAdd(source[(at + 2)..end], Count)))
        {
            throw new PatternException($"'{source[(at + 2)..end]}' is no group name, or one given twice");
        }
    }

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '$' || char.IsSurrogate(c));
}
