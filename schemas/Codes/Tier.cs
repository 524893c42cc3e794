namespace CityOps.Schemas.Codes;

/// <summary>层级: a tier of government that runs platforms, from the top down; letters N, P, C, D on the wire.</summary>
public enum Tier
{
    Nation,
    Province,
    City,
    County,
}

/// <summary>The one-letter names of tiers.</summary>
public static class TierLetter
{
    public static char Of(Tier tier) => "NPCD"[(int)tier];

    /// <summary>False for anything but the capitals N, P, C and D.</summary>
    public static bool TryRead(char letter, out Tier tier)
    {
        var index = "NPCD".IndexOf(letter, StringComparison.Ordinal);
        tier = (Tier)Math.Max(index, 0);
        return index >= 0;
    }
}
