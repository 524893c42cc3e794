using System.Text;

namespace CityOps.Schemas.Catalogue;

/// <summary>What the judge looks for in a dataset's records besides the header: the key members, then the addressee member.</summary>
internal sealed class MemberSet
{
    public const int MostKeys = 5;

    public MemberSet(IReadOnlyList<string> key, string? addressee, IReadOnlySet<string> times)
    {
        KeyCount = key.Count;
        Wanted = [.. key.Select(Encoding.UTF8.GetBytes), .. addressee is null ? [] : new[] { Encoding.UTF8.GetBytes(addressee[1..]) }];
        Times = times;
        HasAddressee = addressee is not null;
    }

    public byte[][] Wanted { get; }

    public int KeyCount { get; }

    /// <summary>JSON pointers of the members that are instants.</summary>
    public IReadOnlySet<string> Times { get; }

    public bool HasAddressee { get; }
}
