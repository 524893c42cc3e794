namespace CityOps.Portal.Guidance;

/// <summary>Who looks at the page 业务指导, as the deployment knows them.</summary>
/// <param name="Home">Name of the platform that signed them on; null when it was this one.</param>
public sealed record GuidanceFacts(string Platform, string Name, string? Home, bool TwoFactors, IReadOnlyList<GuidanceRight> Rights);

/// <summary>One named action and where it may be done: an organisation's code, or the name of a region.</summary>
public sealed record GuidanceRight(string Action, string Scope, string Value);
