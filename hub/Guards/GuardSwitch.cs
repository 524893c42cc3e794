namespace CityOps.Hub.Guards;

/// <summary>
/// Every security check asks here under a name of its own, so that a test can take one away and see its cases turn red.
/// No setting, argument or variable reaches it: only the tests' own hosts register one with names in it.
/// </summary>
internal sealed class GuardSwitch(params IEnumerable<string> off)
{
    private readonly HashSet<string> off = new(off, StringComparer.Ordinal);

    public static GuardSwitch AllOn { get; } = new();

    /// <param name="guard">Dotted and stable, such as <c>pkce.verifier</c>; written as a literal, tests read them from the sources.</param>
    public bool IsOn(string guard) => !off.Contains(guard);
}
