using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.Catalog.Directory;

/// <summary>目录条目 or 接口服务 as one record of the log says it.</summary>
/// <param name="Dataset">XC-02 or XC-03.</param>
/// <param name="Way"><c>up</c>: said by its provider, here or below. <c>down</c>: said on by the joint directory of the top.</param>
/// <param name="Entry">Resource and provider code, or the service's code: what may stand in the directory once.</param>
public sealed record DirectoryRow(string Dataset, string Way, string RecordId, string Source, long Rev, bool Gone, string Entry, byte[] Body)
{
    public const string Resources = "XC-02";
    public const string Services = "XC-03";
    public const string Up = "up";
    public const string Down = "down";

    /// <summary>Another platform said it first.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>Its code has not the form of a resource code.</summary>
    public const string BadCode = "bad-code";

    public string ResourceCode { get; init; } = "";

    /// <summary>提供平台.</summary>
    public string Platform { get; init; } = "";

    public string Tier { get; init; } = "";

    public string Share { get; init; } = "";

    public string Class { get; init; } = "";

    public string State { get; init; } = "";

    /// <summary>What is searched: codes, names, summary.</summary>
    public string Words { get; init; } = "";

    /// <summary>Why it does not enter the joint directory; empty where it does.</summary>
    public string Finding { get; init; } = "";

    public string Sort => $"{Entry} {Source}";

    public JsonObject Record => JsonNode.Parse(Body)!.AsObject();

    /// <summary>Reads an accepted record; its schema was judged when it was accepted.</summary>
    public static DirectoryRow Of(string dataset, string way, long rev, byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        var record = json.RootElement;
        string Text(string name) => record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        var resources = dataset == Resources;
        var platform = resources ? Text("providerPlatform") : record.TryGetProperty("ext", out var ext) && ext.TryGetProperty("providerPlatform", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : "";
        platform = platform.Length > 0 ? platform : Text("sourcePlatform");
        return new DirectoryRow(dataset, way, Text("recordId"), Text("sourcePlatform"), rev, Text("op") == "D", resources ? $"{Text("resourceCode")}/{Text("providerCode")}" : Text("serviceCode"), body)
        {
            ResourceCode = Text("resourceCode"),
            Platform = platform,
            Tier = PlatformCode.TryParse(platform, out var code) && code.Tier is { } tier ? tier.ToString().ToLowerInvariant() : "department",
            Share = Text("shareType"),
            Class = resources ? Text("resourceClass") : Text("serviceClass"),
            State = resources ? Text("catalogueState") : Text("serviceState"),
            Words = resources
                ? string.Join(' ', Text("resourceName"), Text("resourceCode"), Text("datasetCode"), Text("providerName"), Text("providerCode"), platform, Text("abstract")).ToLowerInvariant()
                : string.Join(' ', Text("serviceName"), Text("serviceCode")).ToLowerInvariant(),
            Finding = resources && Text("op") != "D" && !DirectoryCodes.IsResource(Text("resourceCode")) ? BadCode : "",
        };
    }
}
