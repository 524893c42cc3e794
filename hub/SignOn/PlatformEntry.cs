using CityOps.Schemas.Codes;

namespace CityOps.Hub.SignOn;

/// <summary>
/// What sign-on needs to know of a registered platform. <paramref name="Secret"/> is the stored form that
/// <see cref="Clients.ClientSecrets"/> reads, never the secret a person typed unless it begins with <c>plain:</c>.
/// </summary>
public sealed record PlatformEntry(PlatformCode Code, RegionCode Region, string Name, string Secret, bool Suspended);
