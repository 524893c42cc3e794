using CityOps.Hub;
using CityOps.Hub.Catalog;
using CityOps.Hub.SignOn.Policy;
using CityOps.Schemas.Codes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Node.Modules.Aggregation;

/// <summary>数据浏览: what the comprehensive store holds, described by the schemas in force, so that any dataset can be shown.</summary>
internal static class BrowseEndpoints
{
    private const string Reading = "record.read";
    private const int MostCodes = 300;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/datasets", ListAsync).Needs(Reading).WithName("HeldDatasets").WithSummary("本级库中的数据集 · Datasets of this store, with how many revisions were taken");
        group.MapGet("/datasets/{dataset}", Show).Needs(Reading).WithName("HeldDataset").WithSummary("一个数据集的字段与代码 · One dataset's fields and codes");
    }

    /// <summary>The newest version in force of a dataset; null when there is none.</summary>
    public static InterfaceService? Newest(InterfaceBook interfaces, string dataset) =>
        interfaces.All.Where(one => one.Dataset.Dataset == dataset).OrderByDescending(one => one.Dataset.Major).ThenBy(one => one.Name, StringComparer.Ordinal).FirstOrDefault();

    private static async Task<IResult> ListAsync(HttpContext http, RecordTable table, InterfaceBook interfaces, CancellationToken ct)
    {
        var applied = (await table.AppliedAsync(ct)).ToDictionary(one => one.Dataset, one => one.Applied, StringComparer.Ordinal);
        var words = http.Request.Query["q"].ToString();
        var items = interfaces.All.Select(one => one.Dataset).DistinctBy(one => one.Dataset)
            .Where(one => words.Length == 0 || one.Dataset.Contains(words, StringComparison.OrdinalIgnoreCase) || one.Title.Contains(words, StringComparison.OrdinalIgnoreCase))
            .Select(one => new { dataset = one.Dataset, title = one.Title, applied = applied.GetValueOrDefault(one.Dataset) })
            .OrderByDescending(one => one.applied > 0).ThenBy(one => one.dataset, StringComparer.Ordinal).ToList();
        return Results.Json(new { total = items.Count, held = items.Count(one => one.applied > 0), items = http.Request.Query["all"] == "true" ? items : items.Where(one => one.applied > 0) }, SmallJson.Readable);
    }

    private static IResult Show(HttpContext http, InterfaceBook interfaces, string dataset)
    {
        if (Newest(interfaces, dataset) is not { } service)
        {
            return AggregationRefusals.NoDataset.ToResult(http);
        }

        var sheet = FieldSheet.Of(service.Dataset);
        return Results.Json(
            new
            {
                dataset = service.Dataset.Dataset,
                title = service.Dataset.Title,
                version = service.Dataset.Version,
                @interface = service.Name,
                fields = sheet.Fields.Select(one => new { name = one.Name, title = one.Title, type = one.Type, level = one.Level, key = one.Key, header = one.Header, required = one.Required, unit = one.Unit, codes = CodesOf(one) }),
            },
            SmallJson.Readable);
    }

    // Long lists, such as regions, are looked up elsewhere.
    private static Dictionary<string, string>? CodesOf(FieldCard field) =>
        field.CodeList is { } name && CodeLists.Standard.Find(name) is { } list && list.Codes.Count <= MostCodes
            ? list.Codes.GroupBy(one => one.Code).ToDictionary(all => all.Key, all => all.First().Name, StringComparer.Ordinal)
            : null;
}
