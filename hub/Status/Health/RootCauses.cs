namespace CityOps.Hub.Status.Health;

/// <summary>一因一事: what follows from another finding of the same platform is not a finding of its own (I11). Pure.</summary>
internal static class RootCauses
{
    /// <summary>What each kind brings with it at the same platform; a cause earlier in the table outranks a later one.</summary>
    private static readonly (string Cause, string[] Brings)[] Table =
    [
        ("suspended", ["auth-failing", "flood", "silent", "late", "not-reading", "no-heartbeat", "clock-skew", "push-failing", "slow", "incomplete"]),
        ("auth-failing", ["silent", "late", "not-reading", "no-heartbeat", "incomplete"]),
        ("flood", ["silent", "late", "not-reading", "no-heartbeat", "slow"]),
        ("clock-skew", ["rejected-clock", "late"]),
        ("silent", ["late", "not-reading", "no-heartbeat", "incomplete"]),
        ("rejected", ["late"]),
        ("rejected-clock", ["late"]),
        ("push-failing", ["slow"]),
    ];

    public static IReadOnlyList<Finding> Reduce(IReadOnlyList<Finding> found)
    {
        var left = found.ToList();
        foreach (var (cause, brings) in Table)
        {
            foreach (var root in left.Where(one => one.Kind == cause).ToList())
            {
                left.RemoveAll(one => one.Platform == root.Platform && brings.Contains(one.Kind) && (root.Interface is null || one.Interface is null || one.Interface == root.Interface || IsWhole(cause)));
            }
        }

        return left;
    }

    // What is wrong with a platform as a whole explains all its interfaces, even where its one interface is named.
    private static bool IsWhole(string cause) => cause is "suspended" or "auth-failing" or "flood" or "clock-skew" or "silent";
}
