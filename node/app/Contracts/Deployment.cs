using CityOps.Schemas.Codes;

namespace CityOps.Node.Contracts;

/// <summary>接入平台（本级）: who this deployment is; its one code is shared by hub and node.</summary>
internal sealed record Deployment(PlatformCode Code, RegionCode Region, Tier Tier, string Name);
