using System.Collections.Frozen;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.Onboarding;

/// <summary>
/// The registered platforms as one immutable snapshot. Codes below this hub that it does not know by name (a department
/// of a city, seen from the province) are judged by the region of the link that brings them.
/// </summary>
public sealed class PlatformDirectory
{
    private readonly FrozenDictionary<string, Platform> platforms;

    public PlatformDirectory(Deployment deployment, IEnumerable<Platform> platforms)
    {
        Deployment = deployment;
        this.platforms = platforms.ToFrozenDictionary(p => p.Code.ToString(), StringComparer.Ordinal);
    }

    public Deployment Deployment { get; }

    public IReadOnlyCollection<Platform> All => platforms.Values;

    public Platform? Find(string code) => platforms.GetValueOrDefault(code);
}
