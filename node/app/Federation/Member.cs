using CityOps.Node.Hosting;
using CityOps.Schemas.Codes;

namespace CityOps.Node.Federation;

/// <summary>A platform of the demo that is not a deployment: its code and the secret it signs on with.</summary>
internal sealed record DemoDepartment(string Code, string Secret, string Name);

/// <summary>One deployment of the federation: its configuration, where it runs, and who may speak to it.</summary>
internal sealed record Member(DeploymentOptions Options, string Folder, DemoDepartment Department)
{
    public string Code => Options.Code;

    public PlatformCode Platform { get; } = PlatformCode.Parse(Options.Code);

    public RegionCode Region => Platform.Region!.Value;

    public Tier Tier => Platform.Tier!.Value;

    public string Url => Options.Listen;

    public string ConfigFile => Path.Combine(Folder, "deployment.json");

    public string LogFile => Path.Combine(Folder, "output.log");

    /// <summary>The secret in clear: the demo keeps it in the configuration as it is.</summary>
    public string OwnSecret => Options.Hub.OwnSecret["plain:".Length..];
}
