namespace CityOps.Schemas.Validation.Compiling;

/// <summary>
/// What each dynamic anchor means on the way by which a schema was reached: the outermost one of its name. As that never
/// changes further in, a schema is compiled once for each such meaning, and nothing is left to find out at run time.
/// </summary>
internal sealed class DynamicScope
{
    private readonly SortedDictionary<string, SchemaPlace> anchors;

    private DynamicScope(SortedDictionary<string, SchemaPlace> anchors)
    {
        this.anchors = anchors;
        Key = string.Join('\n', anchors.Select(anchor => $"{anchor.Key} {anchor.Value.Document} {anchor.Value.Pointer}"));
    }

    public static DynamicScope Empty { get; } = new(new SortedDictionary<string, SchemaPlace>(StringComparer.Ordinal));

    /// <summary>Equal for scopes in which every name means the same.</summary>
    public string Key { get; }

    /// <summary>The scope inside a schema resource with these dynamic anchors.</summary>
    public DynamicScope Enter(IReadOnlyList<(string Name, SchemaPlace Place)> inside)
    {
        if (inside.All(anchor => anchors.ContainsKey(anchor.Name)))
        {
            return this;
        }

        var more = new SortedDictionary<string, SchemaPlace>(anchors, StringComparer.Ordinal);
        foreach (var (name, place) in inside)
        {
            more.TryAdd(name, place);
        }

        return new DynamicScope(more);
    }

    public bool TryGet(string name, out SchemaPlace place) => anchors.TryGetValue(name, out place);
}
