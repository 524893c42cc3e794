using System.Globalization;
using System.Text.Json.Nodes;
using CityOps.Hub.Catalog.Publication;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;

namespace CityOps.Hub.Catalog.Directory;

/// <summary>What this hub has to say: who it is, its interfaces and their sheets at one moment.</summary>
/// <param name="CallsPerMinute">How often one caller may ask.</param>
internal sealed record DirectoryFacts(Deployment Own, ProviderOptions Provider, InterfaceList Interfaces, SheetShelf Sheets, long CallsPerMinute);

/// <summary>One record that ought to stand: its dataset, its way and what it says besides the header.</summary>
internal sealed record Wanted(string Dataset, string Way, string Key, JsonObject Content);

/// <summary>
/// 目录级联: what entries a hub has to publish, and which records say what changed. Pure. The channel's own datasets (XC) are
/// no resources and are not listed.
/// </summary>
internal static class DirectoryRules
{
    private const string Channel = "XC-";
    private static readonly string[] Header = ["dataset", "schemaVersion", "recordId", "sourcePlatform", "regionCode", "dataTime", "updateTime", "op", "rev", "dataLevel"];

    /// <summary>An entry for each dataset and a service for each interface of this hub.</summary>
    /// <param name="way">Up where a hub above gathers them; down where this hub is the top and keeps the joint directory.</param>
    /// <param name="published">The day an entry was published first, by its key; null for a new one.</param>
    public static IEnumerable<Wanted> Own(DirectoryFacts facts, string way, Func<string, string?> published)
    {
        var today = facts.Sheets.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in facts.Interfaces.All.Where(one => !one.Code.Dataset.StartsWith(Channel, StringComparison.Ordinal)).GroupBy(one => one.Code.Dataset).OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var services = group.OrderBy(one => one.Name, StringComparer.Ordinal).ToList();
            if (DirectoryCodes.Resource(group.Key, facts.Own) is not { } resource || !seen.Add(resource))
            {
                continue;
            }

            var key = $"{resource}/{facts.Provider.Code}";
            yield return new Wanted(DirectoryRow.Resources, way, key, Resource(facts, resource, services, published(key) ?? today));
            foreach (var service in services)
            {
                var code = DirectoryCodes.Service(resource, service.Code);
                yield return new Wanted(DirectoryRow.Services, way, code, Service(facts, resource, code, service, published(code) ?? today));
            }
        }
    }

    /// <summary>联合目录: what providers below said, said on by the top in its own name.</summary>
    public static IEnumerable<Wanted> Joint(IEnumerable<DirectoryRow> gathered) =>
        gathered.Where(row => row is { Way: DirectoryRow.Up, Gone: false, Finding: "" }).Select(row => new Wanted(row.Dataset, DirectoryRow.Down, row.Entry, Content(row.Record)));

    /// <summary>The records that make what stands into what is wanted: new, changed and withdrawn ones; none where nothing differs.</summary>
    public static IEnumerable<(Wanted What, JsonObject Record)> Changes(DirectoryFacts facts, IReadOnlyCollection<Wanted> wanted, IReadOnlyCollection<DirectoryRow> own, DateTimeOffset now)
    {
        var standing = own.ToDictionary(row => (row.Dataset, row.Way, row.Entry));
        var revs = own.GroupBy(row => (row.Dataset, row.Entry)).ToDictionary(rows => rows.Key, rows => rows.Max(row => row.Rev));
        var kept = wanted.Select(one => (one.Dataset, one.Way, one.Key)).ToHashSet();
        long Next(string dataset, string key)
        {
            var next = revs.GetValueOrDefault((dataset, key)) + 1;
            return revs[(dataset, key)] = next;
        }

        foreach (var row in own.Where(row => !row.Gone && !kept.Contains((row.Dataset, row.Way, row.Entry))))
        {
            var keys = KeysOf(row.Dataset, row.Record);
            yield return (new Wanted(row.Dataset, row.Way, row.Entry, keys), Record(facts, row.Dataset, row.Entry, "D", Next(row.Dataset, row.Entry), keys, now));
        }

        foreach (var one in wanted)
        {
            var before = standing.GetValueOrDefault((one.Dataset, one.Way, one.Key));
            if (before is { Gone: false } && Content(before.Record).ToJsonString() == one.Content.ToJsonString())
            {
                continue;
            }

            yield return (one, Record(facts, one.Dataset, one.Key, before is { Gone: false } ? "U" : "I", Next(one.Dataset, one.Key), one.Content, now));
        }
    }

    /// <summary>What a record says besides the common header.</summary>
    public static JsonObject Content(JsonObject record) => new(record.Where(member => !Header.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    private static JsonObject KeysOf(string dataset, JsonObject record)
    {
        string[] names = dataset == DirectoryRow.Resources ? ["resourceCode", "providerCode"] : ["serviceCode"];
        return new JsonObject(names.Select(name => KeyValuePair.Create(name, record[name]?.DeepClone())));
    }

    private static JsonObject Record(DirectoryFacts facts, string dataset, string key, string op, long rev, JsonObject content, DateTimeOffset now)
    {
        var (source, at) = (facts.Own.Code.ToString(), ChinaTime.Format(now));
        var record = new JsonObject
        {
            ["dataset"] = dataset,
            ["schemaVersion"] = facts.Interfaces.All.First(one => one.Code.Dataset == dataset).Dataset.Version,
            ["recordId"] = $"{source}:{key}",
            ["sourcePlatform"] = source,
            ["regionCode"] = facts.Own.Region.ToString(),
            ["dataTime"] = at,
            ["updateTime"] = at,
            ["op"] = op,
            ["rev"] = rev,
            ["dataLevel"] = "2",
        };
        foreach (var (name, value) in content)
        {
            record[name] = value?.DeepClone();
        }

        return record;
    }

    private static JsonObject Resource(DirectoryFacts facts, string code, List<InterfaceService> services, string published)
    {
        var newest = services.MaxBy(one => one.Code.Major)!;
        var (traits, fields) = (newest.Traits, FieldSheet.Of(newest.Dataset).Fields.Where(field => !field.Header).ToList());
        var basis = services.Select(one => facts.Sheets.Of(one.Name).Basis).FirstOrDefault(text => text.Length > 0);
        var entry = new JsonObject
        {
            ["resourceCode"] = code,
            ["resourceName"] = newest.Dataset.Title,
            ["datasetCode"] = newest.Code.Dataset,
            ["resourceClass"] = newest.Code.Dataset[..2] switch { "CB" => "1", "EX" => "3", _ => "2" },
            ["providerName"] = ProviderName(facts),
            ["providerCode"] = facts.Provider.Code,
            ["providerPlatform"] = facts.Own.Code.ToString(),
            ["abstract"] = $"{newest.Dataset.Title}（{newest.Code.Dataset}，{traits.Category}），{fields.Count} 个信息项：{string.Join('、', fields.Take(6).Select(field => field.Title))}{(fields.Count > 6 ? "等" : "")}。",
            ["resourceFormat"] = new JsonArray("2"),
            ["items"] = new JsonArray([.. fields.Select(field => (JsonNode)new JsonObject { ["cn"] = field.Title, ["name"] = field.Name, ["type"] = field.Type, ["required"] = field.Required, ["level"] = field.Level.ToString(CultureInfo.InvariantCulture) })]),
            ["schemaUri"] = $"/catalog/v1/datasets/{newest.Code.Dataset}/versions/{newest.Dataset.Version}/schema",
            ["shareType"] = ((int)traits.Share).ToString(CultureInfo.InvariantCulture),
        };
        if (traits.Share == ShareType.Conditional)
        {
            entry["shareCondition"] = basis ?? "按用途申请，经提供方审核后共享";
        }
        else if (traits.Share == ShareType.Denied)
        {
            entry["denyBasis"] = basis ?? "按本平台执行的数据标准，本数据集不予共享";
        }

        entry["shareModes"] = new JsonArray("1", "2");
        entry["openType"] = "3";
        entry["updateCycle"] = Cycle(traits.Frequency);
        entry["securityLevel"] = fields.Select(field => field.Level).DefaultIfEmpty(2).Max().ToString(CultureInfo.InvariantCulture);
        entry["steward"] = facts.Provider.Steward;
        entry["publishDate"] = published;
        entry["catalogueVersion"] = newest.Dataset.Version;
        entry["catalogueState"] = services.TrueForAll(one => facts.Sheets.StateOf(one.Name) == PublicationState.Retired) ? "4" : "2";
        return entry;
    }

    private static JsonObject Service(DirectoryFacts facts, string resource, string code, InterfaceService service, string published)
    {
        var (sheet, up) = (facts.Sheets.Of(service.Name), service.Code.Direction == Direction.Up);
        var entry = new JsonObject
        {
            ["serviceCode"] = code,
            ["serviceName"] = $"{service.Dataset.Title}{(up ? "上报" : "下发")}接口",
            ["resourceCode"] = resource,
            ["serviceClass"] = "3",
            ["mode"] = up ? "1" : "2",
            ["path"] = up ? $"/exchange/v1/interfaces/{service.Name}/batches" : $"/exchange/v1/subscriptions/{{platform}}.{service.Name}/records",
            ["httpMethod"] = up ? "POST" : "GET",
            ["contractVersion"] = service.Dataset.Version,
            ["pageLimit"] = 1000,
            ["rateLimit"] = facts.CallsPerMinute,
        };
        if (sheet.Availability is { Length: > 0 and <= 40 } hours)
        {
            entry["serviceWindow"] = hours;
        }

        entry["publishedAt"] = $"{published}T00:00:00.000+08:00";
        if (sheet.Sunset is { } day)
        {
            entry["retiredAt"] = $"{day:yyyy-MM-dd}T00:00:00.000+08:00";
        }

        if (sheet.Successor is { Length: > 0 } next && facts.Interfaces.Find(next) is { } other && DirectoryCodes.Resource(other.Code.Dataset, facts.Own) is { } after)
        {
            entry["replacedBy"] = DirectoryCodes.Service(after, other.Code);
        }

        entry["serviceState"] = facts.Sheets.StateOf(service.Name) == PublicationState.Retired ? "4" : "2";
        entry["ext"] = new JsonObject { ["interface"] = service.Name, ["providerPlatform"] = facts.Own.Code.ToString() };
        return entry;
    }

    private static string ProviderName(DirectoryFacts facts) => facts.Provider.Name.Length > 0 ? facts.Provider.Name : facts.Own.Name;

    private static string Cycle(string frequency) => frequency switch
    {
        "stream" or "5min" or "10min" => "RT",
        "hour" => "HOUR",
        "day" => "DAY",
        "week" => "WEEK",
        "month" => "MONTH",
        "quarter" => "QUARTER",
        "year" => "YEAR",
        _ => "IRREGULAR",
    };
}
