using CityOps.Hub.Catalog.Standards;
using System.Globalization;
using System.Text.Json;
using CityOps.Hub.SignOn.Policy;
using CityOps.Schemas.Catalogue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Catalog;

/// <summary>
/// 资源目录: schemas, versions, examples, code lists and calendars in force, for every platform that is joined; each with
/// an ETag. Publishing is for the deployment's own administrators.
/// </summary>
internal static class CatalogEndpoints
{
    private const int MostBody = 512 << 10;
    private const int MostListed = 200;

    private static readonly Need Reading = new() { Systems = Systems.All };
    private static readonly Need Publishing = new("catalog.publish") { Dangerous = true };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/catalog/v1").WithTags("资源目录 Catalogue");
        group.MapGet("/datasets", DatasetsAsync).WithName("Datasets").WithSummary("数据集（可检索、分页） · Datasets, searched and paged");
        group.MapGet("/datasets/{dataset}", DatasetAsync).WithName("Dataset").WithSummary("一个数据集 · One dataset");
        group.MapGet("/datasets/{dataset}/versions/{version}/schema", SchemaAsync).WithName("Schema").WithSummary("数据模式 · The JSON Schema");
        group.MapGet("/datasets/{dataset}/versions/{version}/examples", ExamplesAsync).WithName("Examples").WithSummary("样例 · Records that pass and fail");
        group.MapGet("/codelists", CodeListsAsync).WithName("CodeLists").WithSummary("代码表（可检索、分页） · Code lists, searched and paged");
        group.MapGet("/codelists/{list}", CodeListAsync).WithName("CodeList").WithSummary("一个代码表 · One code list");
        group.MapGet("/calendars", CalendarsAsync).WithName("Calendars").WithSummary("工作日历的年份 · Years with a calendar");
        group.MapGet("/calendars/{year:int}", CalendarAsync).WithName("Calendar").WithSummary("一年的工作日历 · One year's calendar");
        group.MapGet("/standard", StandardAsync).WithName("Standard").WithSummary("已发布的标准条目 · Items of the standard published here or above");
        group.MapGet("/standard/{digest}", ItemAsync).WithName("StandardItem").WithSummary("一个标准条目的原文 · The text of one item");
        group.MapPost("/standard", PublishAsync).WithName("PublishStandard").WithSummary("发布标准条目（仅本级管理员） · Publish an item from a day on");
    }

    private static Task<IResult> DatasetsAsync(string? q, string? after, int? limit, HttpContext http, CatalogBook book) =>
        PageAsync(http, (q, after, limit), most => Page(book.Current.Datasets.Where(card => q is null || card.Holds(q)), card => card.Dataset, after, most, "datasets"));

    private static Task<IResult> CodeListsAsync(string? q, string? after, int? limit, HttpContext http, CatalogBook book) =>
        PageAsync(http, (q, after, limit), most => Page(book.Current.CodeLists.Where(card => q is null || card.Holds(q)), card => card.List, after, most, "codelists"));

    private static Task<IResult> DatasetAsync(string dataset, HttpContext http, CatalogBook book) =>
        ShowAsync(http, () => book.Current.Datasets.FirstOrDefault(card => card.Dataset == dataset) is { } card ? Json(card) : null);

    private static Task<IResult> SchemaAsync(string dataset, string version, HttpContext http, CatalogBook book) =>
        ShowAsync(http, () => book.Current.Find(dataset, version)?.SchemaBytes.ToArray(), "application/schema+json");

    private static Task<IResult> ExamplesAsync(string dataset, string version, HttpContext http, CatalogBook book) =>
        ShowAsync(http, () => book.Current.Find(dataset, version) is { } found ? Json(new { examples = SchemaExamples.Of(found) }) : null);

    private static Task<IResult> CodeListAsync(string list, HttpContext http, CatalogBook book) =>
        ShowAsync(http, () => book.Current.Edition.Codes.Find(list) is { } found ? CodeListDocument.Write(found) : null);

    private static Task<IResult> CalendarsAsync(HttpContext http, CatalogBook book) =>
        ShowAsync(http, () => Json(new { calendar = "CN", years = book.Current.Edition.Calendar.Years }));

    private static Task<IResult> CalendarAsync(int year, HttpContext http, CatalogBook book) =>
        ShowAsync(http, () => book.Current.Edition.Calendar.Years.Contains(year) ? CalendarDocument.Write("CN", year, book.Current.Edition.Calendar.Days) : null);

    private static async Task<IResult> StandardAsync(HttpContext http, StandardTable table, CancellationToken ct)
    {
        var items = await table.AllAsync(ct);
        return await ShowAsync(http, () => Json(new StandardIndex(items)));
    }

    private static async Task<IResult> ItemAsync(string digest, HttpContext http, StandardTable table, CancellationToken ct)
    {
        var body = await table.BodyAsync(digest, ct);
        return await ShowAsync(http, () => body);
    }

    private static async Task<IResult> PublishAsync(string? kind, string? effective, HttpContext http, StandardDesk desk, CancellationToken ct)
    {
        if (!(await PolicyRoutes.AdmitAsync(http, Publishing)).TryGet(out _, out var refusal) || !(await SmallJson.BytesAsync(http, MostBody, ct)).TryGet(out var body, out refusal))
        {
            return refusal.ToResult(http);
        }

        var day = desk.Today;
        if (effective is not null && !DateOnly.TryParseExact(effective, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
        {
            return CatalogRefusals.BadQuery.Because("effective 为 yyyy-MM-dd", "effective is a day yyyy-MM-dd").ToResult(http);
        }

        return (await desk.PublishAsync(kind ?? StandardItem.Schema, day, body, ct)).Match(
            item => Results.Json(item, CatalogJson.Plain, statusCode: StatusCodes.Status200OK), refused => refused.ToResult(http));
    }

    private static async Task<IResult> PageAsync(HttpContext http, (string? Words, string? After, int? Limit) query, Func<int, byte[]> page) =>
        query.Limit is < 1 or > MostListed || query.Words is { Length: > 100 } || query.After is { Length: > 100 }
            ? CatalogRefusals.BadQuery.Because($"limit 为 1 至 {MostListed}，q 与 after 至多 100 字", $"limit is 1 to {MostListed}; q and after hold at most 100 characters").ToResult(http)
            : await ShowAsync(http, () => page(query.Limit ?? 50));

    // Who is let in, then 404, 304 or the text.
    private static async Task<IResult> ShowAsync(HttpContext http, Func<byte[]?> make, string type = "application/json")
    {
        if (!(await PolicyRoutes.AdmitAsync(http, Reading)).TryGet(out _, out var refusal))
        {
            return refusal.ToResult(http);
        }

        if (make() is not { } body)
        {
            return CatalogRefusals.Unknown.ToResult(http);
        }

        var tag = $"\"{StandardItem.DigestOf(body)}\"";
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "private, no-cache";
        return http.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Any(known => known == tag || known == "*")
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(body, type);
    }

    private static byte[] Page<T>(IEnumerable<T> all, Func<T, string> key, string? after, int most, string name)
    {
        var found = all.ToList();
        var page = found.Where(one => after is null || string.CompareOrdinal(key(one), after) > 0).Take(most + 1).ToList();
        var shown = page.Take(most).ToList();
        var answer = new Dictionary<string, object> { ["total"] = found.Count, [name] = shown };
        if (page.Count > most)
        {
            answer["next"] = key(shown[^1]);
        }

        return Json(answer);
    }

    private static byte[] Json<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, CatalogJson.Plain);
}
