using System.Buffers;
using System.Globalization;
using System.Text.Json;
using CityOps.Hub;
using CityOps.Hub.Catalog;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.Status;
using CityOps.Schemas;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Node.Modules.Aggregation;

/// <summary>Looking into the comprehensive store: by dataset, region, time and key.</summary>
internal static class AggregationEndpoints
{
    private const string Reading = "record.read";
    private const string Counting = "status.read";
    private const int MostRecords = 500;
    private const int LedgerPage = 5_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/aggregation").WithTags("数据汇聚 Aggregation");
        group.MapGet("/records", QueryAsync).Needs(Reading).WithName("QueryRecords").WithSummary("按数据集、区划、时间、主键查询 · Query by dataset, region, time and key");
        group.MapGet("/records/{dataset}/{**recordId}", FindAsync).Needs(Reading).WithName("FindRecord").WithSummary("按记录标识取一条 · One record by its id");
        BrowseEndpoints.Map(group);
        group.MapGet("/ledger", LedgerAsync).Needs(Counting).WithName("NodeLedger").WithSummary("综合库台账汇总 · Roll-ups of the comprehensive store");
        group.MapGet("/delays", DelaysAsync).Needs(Counting).WithName("Delays").WithSummary("由源头变更到本级入库的时延（毫秒） · From the source's change to being applied here, in ms");
    }

    private static async Task<IResult> QueryAsync(HttpContext http, RecordTable table, InterfaceBook interfaces, CancellationToken ct)
    {
        if (!Ask(http.Request.Query).TryGet(out var query, out var wrong))
        {
            return wrong.ToResult(http);
        }

        if (!RegionRange.Within((query.RegionFrom, query.RegionTo), http.ActorOf().Reach(Reading)).TryGet(out var range, out wrong))
        {
            return wrong.ToResult(http);
        }

        var page = await RecordPage.ReadAsync(table, query with { RegionFrom = range.From, RegionTo = range.To }, ct);
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray("records"u8);
            foreach (var record in page.Records)
            {
                json.WriteRawValue(Shown(http, interfaces, query.Dataset, record.Body), skipInputValidation: true);
            }

            json.WriteEndArray();
            if (page.Next is { } next)
            {
                json.WriteString("next"u8, next);
            }

            json.WriteEndObject();
        }

        return Results.Bytes(output.WrittenMemory, "application/json");
    }

    private static async Task<IResult> FindAsync(HttpContext http, string dataset, string recordId, RecordTable table, InterfaceBook interfaces, CancellationToken ct)
    {
        return await table.FindAsync(dataset, recordId, ct) is { } record && RegionRange.Holds(http.ActorOf().Reach(Reading), record.Region)
            ? Results.Bytes(Shown(http, interfaces, dataset, record.Body), "application/json")
            : AggregationRefusals.NoRecord.ToResult(http);
    }

    /// <summary>People see sensitive values hidden, as on every page; this deployment's own systems get the record word for word.</summary>
    private static byte[] Shown(HttpContext http, InterfaceBook interfaces, string dataset, byte[] body) =>
        http.ActorOf().User is not null && BrowseEndpoints.Newest(interfaces, dataset) is { } service ? SensitiveValues.Hide(FieldSheet.Of(service.Dataset), body) : body;

    private static async Task<IResult> LedgerAsync(HttpContext http, RecordTable table, SchemaSet schemas, Deployment own, CancellationToken ct)
    {
        if (!http.ActorOf().May(Counting, own.Region))
        {
            return AggregationRefusals.WholeOnly.ToResult(http);
        }

        var lines = new List<LedgerLine>();
        foreach (var dataset in schemas.All.Select(d => d.Dataset).Distinct().Order(StringComparer.Ordinal))
        {
            lines.AddRange(await LinesAsync(table, dataset, ct));
        }

        var applied = await table.AppliedAsync(ct);
        return Results.Json(new { applied = applied.ToDictionary(a => a.Dataset, a => a.Applied), lines }, SmallJson.Readable);
    }

    private static async Task<IEnumerable<LedgerLine>> LinesAsync(RecordTable table, string dataset, CancellationToken ct)
    {
        var rows = new List<(string Source, string Line, long Rev)>();
        var after = "";
        while (await table.LinesAsync(dataset, after, LedgerPage, ct) is { Count: > 0 } page)
        {
            rows.AddRange(page.Select(r => (r.Source, Ledger.LineOf(r.Key[(dataset.Length + 1)..], r.Rev, r.Digest), r.Rev)));
            after = page[^1].Key;
        }

        return Ledger.Sum(dataset, rows);
    }

    private static async Task<IResult> DelaysAsync(HttpContext http, RecordTable table, Deployment own, string dataset, string sources, CancellationToken ct)
    {
        if (!http.ActorOf().May(Counting, own.Region))
        {
            return AggregationRefusals.WholeOnly.ToResult(http);
        }

        var delays = (await table.DelaysAsync(dataset, sources.Split(','), 10_000, ct)).Select(d => d.TotalMilliseconds).Order().ToList();
        double At(double share) => delays.Count == 0 ? 0 : Math.Round(delays[(int)Math.Ceiling(share * delays.Count) - 1], 1);
        return Results.Json(new { dataset, count = delays.Count, p50Ms = At(0.5), p99Ms = At(0.99) });
    }

    private static Outcome<RecordQuery> Ask(IQueryCollection query)
    {
        var (lo, hi) = ("000000", "999999");
        if (query.TryGetValue("region", out var region))
        {
            if (!RegionCode.TryParse(region.ToString(), out var code))
            {
                return AggregationRefusals.BadQuery.Because($"区划代码 {region} 不合规则，应为 6 位数字。", $"{region} is not a six-digit region code.");
            }

            (lo, hi) = RegionRange.Of(code);
        }

        var limit = MostRecords;
        if (query.TryGetValue("limit", out var wanted) && (!int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MostRecords))
        {
            return AggregationRefusals.BadQuery.Because($"limit 应为 1–{MostRecords}。", $"limit must be 1 to {MostRecords}.");
        }

        if (!Time(query, "from", DateTimeOffset.UnixEpoch, out var from) || !Time(query, "to", DateTimeOffset.UnixEpoch.AddYears(200), out var to))
        {
            return AggregationRefusals.BadQuery.Because("from、to 应为带时区的 RFC 3339 时间。", "from and to must be RFC 3339 times with offset.");
        }

        var (prefix, member) = (query["record"].ToString(), query["field"].ToString());
        if (query["after"].Concat([prefix, member]).Any(text => text is { Length: > 200 } || text?.Any(char.IsControl) == true))
        {
            return AggregationRefusals.BadQuery.Because("after、record、field 过长或含控制字符。", "after, record or field is too long or holds control characters.");
        }

        return query["dataset"].ToString() is { Length: > 0 } dataset
            ? new RecordQuery(dataset, lo, hi, from, to, query["after"].ToString(), limit) { Prefix = prefix, Member = member.Length > 0 ? (member, query["value"].ToString()) : null }
            : AggregationRefusals.BadQuery.Because("缺少参数 dataset。", "Parameter dataset is missing.");
    }

    private static bool Time(IQueryCollection query, string name, DateTimeOffset otherwise, out DateTimeOffset time)
    {
        time = otherwise;
        return !query.TryGetValue(name, out var text) ||
            DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }
}
