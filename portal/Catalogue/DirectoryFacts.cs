using System.Text.Json;

namespace CityOps.Portal.Catalogue;

/// <summary>目录条目: one provider's word on one resource.</summary>
public sealed record DirectoryCard(string ResourceCode, string ProviderCode, string Name, string Dataset, string Provider, string Platform, string Tier, string Share, string Class, string Cycle, string State, string Version, string Published, int Fields, string Finding);

/// <param name="Listed">Whether this deployment publishes entries of its own.</param>
public sealed record DirectoryCards(int Total, bool Listed, IReadOnlyList<DirectoryCard> Items)
{
    public string? Next { get; init; }
}

/// <summary>Who claims an entry, and what is found against it.</summary>
public sealed record DirectoryClaim(string Platform, string Finding);

/// <summary>接口服务 of an entry.</summary>
public sealed record DirectoryService(string Code, string Name, string Mode, string Path, string Version, string State, bool SubscribeHere)
{
    public string? Interface { get; init; }

    public string? Method { get; init; }

    public string? Window { get; init; }

    public string? RetiredAt { get; init; }
}

public sealed record DirectoryEntry(DirectoryCard Entry, JsonElement Record, IReadOnlyList<DirectoryClaim> Claims, IReadOnlyList<DirectoryService> Services)
{
    public string? Text(string name) => Record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>信息项 as the provider lists them.</summary>
    public IReadOnlyList<DirectoryItem> Items => Record.TryGetProperty("items", out var items) ? items.Deserialize<List<DirectoryItem>>(JsonSerializerOptions.Web) ?? [] : [];
}

public sealed record DirectoryItem(string Cn, string Name, string Type, bool Required)
{
    public string? Level { get; init; }
}
