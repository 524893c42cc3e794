using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.Subscriptions.Requests;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.Onboarding;

/// <summary>
/// Reads the platforms from the configuration. Every fault is found, not only the first, each naming the setting at fault.
/// </summary>
public static class Registration
{
    public static (PlatformDirectory Directory, IReadOnlyList<string> Faults) Read(Deployment deployment, HubOptions options)
    {
        var faults = new List<string>();
        var own = new Platform(deployment.Code, deployment.Region, deployment.Name, Standing.Own, options.OwnSecret);
        var platforms = new List<Platform> { own };
        for (var i = 0; i < options.Platforms.Count; i++)
        {
            if (Read(options.Platforms[i], deployment, $"Hub:Platforms:{i}", faults) is { } platform)
            {
                platforms.Add(platform);
            }
        }

        foreach (var twice in platforms.GroupBy(p => p.Code.ToString()).Where(g => g.Count() > 1))
        {
            faults.Add($"Hub:Platforms: {twice.Key} is registered more than once");
        }

        if (options.OwnSecret.Length > 0 && !ClientSecrets.IsWellFormed(options.OwnSecret))
        {
            faults.Add("Hub:OwnSecret: neither a pbkdf2$… hash nor plain:… (for a demo)");
        }

        if (ApprovalProfile.Find(options.ApprovalProfile) is null)
        {
            faults.Add($"Hub:ApprovalProfile: '{options.ApprovalProfile}' is none of {string.Join(", ", ApprovalProfile.All.Select(one => one.Name))}");
        }

        if (options.Provider is { Code.Length: > 0 } provider && (!CreditCode.IsValid(provider.Code) || provider.Name.Length > 100 || provider.Steward.Length > 40))
        {
            faults.Add($"Hub:Provider: '{provider.Code}' is no unified social credit code of 18 characters, or Name has more than 100 or Steward more than 40 characters");
        }

        CheckUpper(deployment, options, faults);
        return (new PlatformDirectory(deployment, platforms.DistinctBy(p => p.Code)), faults);
    }

    private static Platform? Read(PlatformOptions options, Deployment deployment, string at, List<string> faults)
    {
        var before = faults.Count;
        if (!PlatformCode.TryParse(options.Code, out var code))
        {
            faults.Add($"{at}:Code: '{options.Code}' is not a platform code (N-, P-, C-, D- and six digits; B-, E- and a credit code)");
        }

        if (!ClientSecrets.IsWellFormed(options.Secret))
        {
            faults.Add($"{at}:Secret: neither a pbkdf2$… hash nor plain:… (for a demo)");
        }

        var region = code.Region;
        if (region is null && !RegionCode.TryParse(options.Region ?? "", out var written))
        {
            faults.Add($"{at}:Region: a department needs the six-digit code of the region it works in");
        }
        else
        {
            region ??= RegionCode.Parse(options.Region!);
            if (!RegionTree.Standard.Contains(deployment.Region, region.Value))
            {
                faults.Add($"{at}: region {region} lies outside {deployment.Region}");
            }
        }

        if (faults.Count > before)
        {
            return null;
        }

        return new Platform(code, region!.Value, options.Name, code.Region is null ? Standing.Department : Standing.Child, options.Secret)
        {
            Suspended = options.Suspended,
            Publishes = options.Publishes.ToHashSet(StringComparer.Ordinal),
            Subscribes = options.Subscribes.ToHashSet(StringComparer.Ordinal),
        };
    }

    private static void CheckUpper(Deployment deployment, HubOptions options, List<string> faults)
    {
        if (options.Upper is not { } upper)
        {
            return;
        }

        if (!PlatformCode.TryParse(upper.Code, out var code) || code.Region is not { } region || !RegionTree.Standard.Contains(region, deployment.Region))
        {
            faults.Add($"Hub:Upper:Code: '{upper.Code}' is not a deployment above {deployment.Code}");
        }

        if (!Uri.TryCreate(upper.Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            faults.Add($"Hub:Upper:Url: '{upper.Url}' is not an http(s) address");
        }
        else if (url.Scheme == "http" && !url.IsLoopback)
        {
            faults.Add($"Hub:Upper:Url: '{upper.Url}' must be https; plain http is allowed only to a loopback address");
        }

        if (upper.Secret.Length == 0 && upper.KeyFile.Length == 0)
        {
            faults.Add("Hub:Upper:Secret: missing, and no KeyFile instead");
        }
    }
}
