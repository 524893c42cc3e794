using System.Collections.Frozen;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.Onboarding;

/// <summary>The registered platforms of one moment. Immutable.</summary>
public sealed class PlatformList(Deployment deployment, IEnumerable<Platform> platforms)
{
    private readonly FrozenDictionary<string, Platform> platforms = platforms.ToFrozenDictionary(p => p.Code.ToString(), StringComparer.Ordinal);

    public Deployment Deployment => deployment;

    public IReadOnlyCollection<Platform> All => platforms.Values;

    public Platform? Find(string code) => platforms.GetValueOrDefault(code);
}

/// <summary>
/// The registered platforms: those of the configuration and those added while running, as one immutable snapshot, swapped
/// whole and read without locks. Codes below this hub that it does not know by name (a department of a city, seen from the
/// province) are judged by the region of the link that brings them.
/// </summary>
public sealed class PlatformDirectory
{
    private volatile PlatformList current;

    public PlatformDirectory(Deployment deployment, IEnumerable<Platform> platforms)
    {
        Deployment = deployment;
        Configured = [.. platforms];
        current = new PlatformList(deployment, Configured);
    }

    public Deployment Deployment { get; }

    /// <summary>To be asked several times about one moment.</summary>
    public PlatformList Current => current;

    public IReadOnlyCollection<Platform> All => current.All;

    internal IReadOnlyList<Platform> Configured { get; }

    public Platform? Find(string code) => current.Find(code);

    internal void Swap(IEnumerable<Platform> platforms) => current = new PlatformList(Deployment, platforms);
}
