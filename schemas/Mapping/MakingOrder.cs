namespace CityOps.Schemas.Mapping;

/// <summary>The order members are made in: each after those it derives from.</summary>
internal static class MakingOrder
{
    /// <summary>Null when members wait for each other in a circle; then <paramref name="circle"/> is one of them.</summary>
    public static int[]? Of(IReadOnlyList<MappedMember> members, out int circle)
    {
        var order = new List<int>(members.Count);
        var state = new int[members.Count]; // 0 untouched, 1 begun, 2 done
        for (var i = 0; i < members.Count; i++)
        {
            if (!Visit(members, i, state, order))
            {
                circle = i;
                return null;
            }
        }

        circle = -1;
        return [.. order];
    }

    public static int[]? Of(IReadOnlyList<MappedMember> members) => Of(members, out _);

    private static bool Visit(IReadOnlyList<MappedMember> members, int at, int[] state, List<int> order)
    {
        if (state[at] != 0)
        {
            return state[at] == 2;
        }

        state[at] = 1;
        if (!RowMapping.All(members[at].Source).SelectMany(source => source.Members).All(needed => Visit(members, needed, state, order)))
        {
            return false;
        }

        state[at] = 2;
        order.Add(at);
        return true;
    }
}
