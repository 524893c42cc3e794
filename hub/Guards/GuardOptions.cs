namespace CityOps.Hub.Guards;

/// <summary>Section <c>Hub:Guards</c>.</summary>
public sealed record GuardOptions
{
    /// <summary>Special addresses this hub may call for others all the same; see <see cref="Allowance"/>.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>The allowances; entries that cannot be read are <see cref="Faults"/>.</summary>
    public IReadOnlyList<Allowance> Allowances() => [.. Allow.Select(text => Allowance.TryParse(text, out var one) ? one : null).OfType<Allowance>()];

    public IEnumerable<string> Faults() => Allow.Where(text => !Allowance.TryParse(text, out _))
        .Select(text => $"Hub:Guards:Allow: '{text}' is not a network with a port, such as 10.20.0.0/16:443 or [fd00::/8]:443");
}
