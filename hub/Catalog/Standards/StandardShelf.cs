namespace CityOps.Hub.Catalog.Standards;

/// <summary>在用标准: the edition in force, read without a lock and swapped whole.</summary>
public sealed class StandardShelf(StandardEdition first)
{
    private readonly Pulse changed = new();
    private volatile StandardEdition current = first;

    public StandardEdition Current => current;

    /// <summary>Completes when the edition changes next. Take it before looking.</summary>
    public Task Changed => changed.Next;

    public void Replace(StandardEdition edition)
    {
        current = edition;
        changed.Beat();
    }
}
