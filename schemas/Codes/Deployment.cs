namespace CityOps.Schemas.Codes;

/// <summary>部署: which platform this process is. One deployment has one code, shared by its hub and its node.</summary>
/// <param name="Region">Where its data may come from: itself and everything below.</param>
public sealed record Deployment(PlatformCode Code, RegionCode Region, Tier Tier, string Name);
