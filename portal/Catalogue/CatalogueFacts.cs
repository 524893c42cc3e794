using System.Text.Json;

namespace CityOps.Portal.Catalogue;

/// <summary>One interface as the catalogue lists it.</summary>
public sealed record InterfaceCard(string Code, string Dataset, string Version, string Title, string Direction, string Category, string Frequency, string Priority, string Share, string State, string Owner)
{
    public DateOnly? Sunset { get; init; }

    public string? Successor { get; init; }
}

public sealed record InterfaceCards(int Total, IReadOnlyList<InterfaceCard> Items)
{
    public string? Next { get; init; }
}

/// <summary>服务说明 as its owner wrote it.</summary>
public sealed record Sheet(string Code, long Rev, string State, string Owner, string Contact, string Basis, string Availability)
{
    public DateOnly? Sunset { get; init; }

    public string? Successor { get; init; }

    public string? Reason { get; init; }

    public int? FreshSeconds { get; init; }

    public int? LatencyMillis { get; init; }

    public int? Completeness { get; init; }
}

/// <summary>Who still uses an interface that ends.</summary>
public sealed record Laggard(string Platform, string Name, string Does, DateTimeOffset? LastAt);

public sealed record InterfaceEntry(InterfaceCard Interface, Sheet Sheet)
{
    public IReadOnlyList<Laggard>? Laggards { get; init; }
}

/// <summary>信息项; levels 1 to 4.</summary>
public sealed record FieldRow(string Name, string Title, string Type, bool Required, bool Key, bool Header, int Level)
{
    public string? CodeList { get; init; }

    public string? Unit { get; init; }

    public string? Rule { get; init; }
}

public sealed record FieldRows(IReadOnlyList<FieldRow> Fields);

public sealed record Snippets(JsonElement Example, string Curl, string Python, string Csharp);

/// <summary>One code list: its codes in order.</summary>
public sealed record CodeListFacts(string List, string Title, string Edition, IReadOnlyList<CodeRow> Codes);

public sealed record CodeRow(string Code, string Name);
