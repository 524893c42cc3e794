using System.Runtime.CompilerServices;
using CityOps.Schemas.Records;

namespace CityOps.Schemas.Rules;

/// <summary>One record as its rules see it: where the members stand that any of them names, found in one walk.</summary>
internal readonly ref struct RuleInput
{
    private readonly ReadOnlySpan<byte> json;
    private readonly ReadOnlySpan<int> bounds;

    /// <summary><paramref name="bounds"/> has room for a start and an end per name.</summary>
    public RuleInput(ReadOnlySpan<byte> compact, RuleMembers members, Span<int> bounds)
    {
        bounds.Clear();
        var walk = new MemberWalk(compact);
        var expected = 0;
        while (walk.Next(out var name, out var start, out var end))
        {
            var slot = members.Find(name, expected);
            if (slot >= 0)
            {
                (bounds[slot * 2], bounds[(slot * 2) + 1]) = (start, end);
                expected = slot + 1;
            }
        }

        json = compact;
        this.bounds = bounds;
    }

    /// <summary>The JSON of a member, empty where the record has none.</summary>
    public ReadOnlySpan<byte> this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => json[bounds[slot * 2]..bounds[(slot * 2) + 1]];
    }
}
