using CityOps.Hub.Catalog.Standards;
using System.Text.Json;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.Catalog;

/// <summary>One edition as the catalogue shows it: summaries made once, so that a page costs a search and no more.</summary>
internal sealed class CatalogView(StandardEdition edition)
{
    public StandardEdition Edition => edition;

    public IReadOnlyList<DatasetCard> Datasets { get; } =
        [.. edition.Schemas.All.GroupBy(version => version.Dataset).Select(DatasetCard.Of).OrderBy(card => card.Dataset, StringComparer.Ordinal)];

    public IReadOnlyList<CodeListCard> CodeLists { get; } =
        [.. edition.Codes.All.Select(list => new CodeListCard(list.Name, list.Title, list.Edition, list.Codes.Count, list.LocalFrom)).OrderBy(card => card.List, StringComparer.Ordinal)];

    /// <summary>The version named by its SemVer, or by its major alone.</summary>
    public DatasetVersion? Find(string dataset, string version) =>
        edition.Schemas.All.FirstOrDefault(one => one.Dataset == dataset && (one.Version == version || one.Major.ToString(System.Globalization.CultureInfo.InvariantCulture) == version));
}

/// <summary>The view of the edition on the shelf.</summary>
internal sealed class CatalogBook(StandardShelf shelf)
{
    private volatile CatalogView? view;

    public CatalogView Current
    {
        get
        {
            var (edition, held) = (shelf.Current, view);
            return ReferenceEquals(held?.Edition, edition) ? held! : view = new CatalogView(edition);
        }
    }
}

/// <summary>数据集 at a glance.</summary>
internal sealed record DatasetCard(
    string Dataset, string Title, string? Name, string? Category, string? Owner, string? Share, string? Priority, IReadOnlyList<string> Key, int Fields,
    IReadOnlyList<string> Versions, IReadOnlyList<string> Interfaces)
{
    public static DatasetCard Of(IEnumerable<DatasetVersion> versions)
    {
        var all = versions.OrderBy(version => version.Major).ToList();
        using var schema = JsonDocument.Parse(all[^1].SchemaBytes);
        string? Text(string name) => schema.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return new DatasetCard(
            all[^1].Dataset, all[^1].Title, Text("x-name"), Text("x-category"), Text("x-owner"), Text("x-share"), Text("x-priority"), all[^1].Key,
            schema.RootElement.GetProperty("properties").EnumerateObject().Count(),
            [.. all.Select(version => version.Version)],
            [.. all.Where(version => version.IsRecord).SelectMany(version => version.Directions, (version, direction) => InterfaceCode.Of(version.Dataset, version.Major, direction).ToString())]);
    }

    public bool Holds(string words) => Dataset.Contains(words, StringComparison.OrdinalIgnoreCase)
        || Title.Contains(words, StringComparison.OrdinalIgnoreCase) || Name?.Contains(words, StringComparison.OrdinalIgnoreCase) == true
        || Category?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>代码表 at a glance.</summary>
internal sealed record CodeListCard(string List, string Title, string Edition, int Codes, int? LocalFrom)
{
    public bool Holds(string words) => List.Contains(words, StringComparison.OrdinalIgnoreCase) || Title.Contains(words, StringComparison.OrdinalIgnoreCase);
}
