using System.Text;
using CityOps.Schemas.Records;
using CityOps.Schemas.Rules.Expressions;
using NameTable = CityOps.Schemas.Validation.Plans.NameTable;

namespace CityOps.Schemas.Rules;

/// <summary>The members the rules of one dataset name, each with a slot and a kind.</summary>
internal sealed class RuleMembers
{
    private readonly Dictionary<string, Member> members;
    private readonly NameTable table;

    /// <param name="properties">The dataset's properties in the order of its schema; only the ones <paramref name="named"/> get a slot.</param>
    public RuleMembers(IEnumerable<KeyValuePair<string, Kind>> properties, IReadOnlySet<string> named)
    {
        members = properties.Where(property => named.Contains(property.Key))
            .Select((property, slot) => (property.Key, Member: new Member(property.Value, slot)))
            .ToDictionary(member => member.Key, member => member.Member, StringComparer.Ordinal);
        table = new NameTable([.. members.Keys.Select(Encoding.UTF8.GetBytes)]);
    }

    public int Count => members.Count;

    /// <summary>Null where the dataset has no such member.</summary>
    public Member? Named(string name) => members.GetValueOrDefault(name);

    /// <summary>The slot of a name as it stands in the text, or -1; <paramref name="expected"/> is tried first, as members mostly keep one order.</summary>
    public int Find(ReadOnlySpan<byte> name, int expected)
    {
        if (expected < table.Count && name.SequenceEqual(table[expected]))
        {
            return expected;
        }

        return name.Contains((byte)'\\') ? FindEscaped(name) : table.Find(name);
    }

    private int FindEscaped(ReadOnlySpan<byte> name)
    {
        var plain = new byte[name.Length];
        return table.Find(plain.AsSpan(0, JsonEscapes.Resolve(name, plain)));
    }
}
