using System.Text.Json;
using System.Text.Json.Serialization;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn;
using CityOps.Schemas.Calendars;
using CityOps.Schemas.Codes;

namespace CityOps.Node.Hosting;

/// <summary>A configuration that cannot be used; the message lists every fault, one a line, with the setting's name.</summary>
internal sealed class OptionsException(string message) : Exception(message);

/// <summary>Reads and checks a deployment's configuration file.</summary>
internal static class OptionsFile
{
    private static readonly JsonSerializerOptions Shape = new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static DeploymentOptions Read(string? file)
    {
        if (file is null)
        {
            return new DeploymentOptions();
        }

        try
        {
            return JsonSerializer.Deserialize<DeploymentOptions>(File.ReadAllBytes(file), Shape) ?? throw new OptionsException($"{file} is empty.");
        }
        catch (JsonException fault)
        {
            throw new OptionsException($"{file}: {fault.Message}");
        }
        catch (IOException fault)
        {
            throw new OptionsException($"{file} cannot be read: {fault.Message}");
        }
    }

    public static void Write(string file, DeploymentOptions options) => PrivateFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(options, Shape));

    /// <summary>The deployment and its directory, or every fault at once.</summary>
    public static (Deployment Deployment, PlatformDirectory Directory) Check(DeploymentOptions options)
    {
        var faults = new List<string>();
        if (!PlatformCode.TryParse(options.Code, out var code) || code.Region is not { } region || code.Tier is not { } tier)
        {
            throw new OptionsException($"Code: '{options.Code}' is not the code of a deployment (N-, P-, C- or D- and a region code).");
        }

        if (RegionTree.Standard.Name(region) is null && region != RegionCode.Nation)
        {
            faults.Add($"Code: region {region} is not in the code list of GB/T 2260");
        }

        if (!Uri.TryCreate(options.Listen, UriKind.Absolute, out var listen) || listen.Scheme != "http" || !listen.IsLoopback)
        {
            faults.Add($"Listen: '{options.Listen}' must be http on a loopback address; for the outside put a proxy with TLS in front of it and set PublicUrl");
        }

        faults.AddRange(new SignOnOptions(options.Origin, options.Origin).Faults().Select(f => $"PublicUrl or Listen: {f}"));

        faults.AddRange(options.SignOn.Faults());

        faults.AddRange(options.Guards.Faults());
        options.Calendar.ToSchedule(WorkCalendar.Standard, faults);

        var name = options.Name.Length > 0 ? options.Name : RegionTree.Standard.Name(region) ?? options.Code;
        var deployment = new Deployment(code, region, tier, name);
        var (directory, wrong) = Registration.Read(deployment, options.Hub);
        faults.AddRange(wrong);
        return faults.Count == 0 ? (deployment, directory) : throw new OptionsException(string.Join('\n', faults));
    }
}
