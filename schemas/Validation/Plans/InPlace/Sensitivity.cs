namespace CityOps.Schemas.Validation.Plans.InPlace;

/// <summary>A value is sensitive for a schema where it is for any schema that is asked about the same value. Circles must be ruled out before.</summary>
internal static class Sensitivity
{
    /// <summary>Whether any of them is sensitive.</summary>
    public static bool Spread(IReadOnlyCollection<Node> nodes)
    {
        if (!nodes.Any(node => node.IsSensitive))
        {
            return false;
        }

        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var node in nodes.Reverse().Where(node => !node.IsSensitive && node.InPlace.Any(applicator => applicator.Nodes.Any(inner => inner.IsSensitive))))
            {
                node.IsSensitive = changed = true;
            }
        }

        return true;
    }
}
