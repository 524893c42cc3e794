using System.Text;
using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans;

/// <summary>The values of <c>enum</c> or <c>const</c>: strings by hash, the few others one by one.</summary>
internal sealed class ValueSet
{
    // An enum of more strings, or a longer text, is not searched for what was perhaps meant.
    private const int MostCompared = 2000;
    private const int LongestCompared = 40;
    private const int MostNearest = 3;

    private readonly NameTable strings;
    private readonly byte[][] others;

    /// <param name="keyword"><c>enum</c> or <c>const</c>.</param>
    /// <param name="strings">The meant characters of each string, UTF-8.</param>
    /// <param name="others">The text of each other value.</param>
    public ValueSet(string keyword, IReadOnlyList<byte[]> strings, IReadOnlyList<byte[]> others)
    {
        (Keyword, this.strings, this.others) = (keyword, new NameTable(strings), [.. others]);
        Listing = string.Join(", ", strings.Select(Encoding.UTF8.GetString).Concat(others.Select(Encoding.UTF8.GetString)));
    }

    public string Keyword { get; }

    /// <summary>All values, for messages.</summary>
    public string Listing { get; }

    public bool ContainsString(ReadOnlySpan<byte> meant) => strings.Find(meant) >= 0;

    /// <param name="value">The text of one well-formed value.</param>
    /// <param name="budget">What comparing costs is taken from it.</param>
    public bool Contains(ReadOnlySpan<byte> value, ref long budget)
    {
        if (value[0] == (byte)'"')
        {
            return ContainsEscaped(value[1..^1]);
        }

        foreach (var other in others)
        {
            if (ValueText.AreEqual(value, other, ref budget))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Up to three listed strings that differ from the value by less than half of it, nearest first.</summary>
    public IReadOnlyList<string> Nearest(ReadOnlySpan<byte> value)
    {
        if (value[0] != (byte)'"' || value.Length > LongestCompared * 4 || strings.Count is < 2 or > MostCompared)
        {
            return [];
        }

        var meant = StringText.Meaning(value[1..^1]);
        return meant.Length > LongestCompared
            ? []
            : [.. Enumerable.Range(0, strings.Count)
                .Select(i => Encoding.UTF8.GetString(strings[i]))
                .Where(entry => entry.Length <= LongestCompared)
                .Select(entry => (Entry: entry, Distance: EditDistance.Between(meant, entry)))
                .Where(near => near.Distance * 2 <= Math.Max(meant.Length, near.Entry.Length))
                .OrderBy(near => near.Distance)
                .Take(MostNearest)
                .Select(near => near.Entry)];
    }

    private bool ContainsEscaped(ReadOnlySpan<byte> raw)
    {
        var meant = StringText.Rent(raw, out var length);
        var contains = ContainsString(meant.AsSpan(0, length));
        StringText.Return(meant);
        return contains;
    }
}
