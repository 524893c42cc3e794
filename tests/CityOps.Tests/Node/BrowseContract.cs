using System.Text;
using System.Text.Json.Nodes;
using CityOps.Node.Modules.Aggregation;
using CityOps.Schemas.Catalogue;
using CityOps.Tests.Hub;
using CityOps.Tests.Stores;
using Record = CityOps.Schemas.Records.Record;
using Xunit;

namespace CityOps.Tests.Node;

/// <summary>数据浏览 on each store: pages by key, narrowed by the beginning of an id and by what a member says.</summary>
public abstract class BrowseContract
{
    private const string Dataset = "MG-01";
    private static readonly RecordJudge Judge = new(SchemaSet.Standard);

    private protected abstract Task<string> NewStoreAsync();

    [Fact]
    public async Task Pages_follow_the_key_and_the_last_one_says_so()
    {
        await using var node = await ANode.OpenAsync(await NewStoreAsync());
        var table = await FillAsync(node, 5, _ => { });

        var first = await RecordPage.ReadAsync(table, All() with { Limit = 3 }, CancellationToken.None);
        var second = await RecordPage.ReadAsync(table, All() with { Limit = 3, After = first.Next! }, CancellationToken.None);

        Assert.Equal((3, 2, null), (first.Records.Count, second.Records.Count, second.Next));
        Assert.Empty(first.Records.Select(one => one.Key).Intersect(second.Records.Select(one => one.Key)));
    }

    [Fact]
    public async Task An_id_is_found_by_its_beginning()
    {
        await using var node = await ANode.OpenAsync(await NewStoreAsync());
        var table = await FillAsync(node, 12, _ => { });

        var found = await RecordPage.ReadAsync(table, All() with { Prefix = $"{HubHost.Department}:A1" }, CancellationToken.None);

        Assert.Equal(["A1", "A10", "A11"], found.Records.Select(one => one.Key[(one.Key.IndexOf(':', StringComparison.Ordinal) + 1)..]));
    }

    [Fact]
    public async Task A_members_value_is_found_however_far_apart_and_no_page_is_longer_than_asked_for()
    {
        await using var node = await ANode.OpenAsync(await NewStoreAsync());
        var number = 0;
        var table = await FillAsync(node, 1_200, record => record["urgency"] = number++ % 400 == 7 ? "2" : "1");
        var asked = All() with { Member = ("urgency", "2"), Limit = 2 };

        var first = await RecordPage.ReadAsync(table, asked, CancellationToken.None);
        var second = await RecordPage.ReadAsync(table, asked with { After = first.Next! }, CancellationToken.None);

        Assert.Equal((2, 1, null), (first.Records.Count, second.Records.Count, second.Next));
        Assert.Empty((await RecordPage.ReadAsync(table, asked with { Member = ("noSuchMember", "2") }, CancellationToken.None)).Records);
    }

    private static RecordQuery All() => new(Dataset, "000000", "999999", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200), "", 100);

    private static async Task<RecordTable> FillAsync(ANode node, int count, Action<JsonObject> change)
    {
        var table = new RecordTable(node.Engine);
        List<Record> records = [.. Enumerable.Range(0, count).Select(i => Read(HubHost.Case($"A{i}", change: change)))];
        await using var scope = await node.Engine.BeginWriteAsync(CancellationToken.None);
        await table.KeepAsync(scope, records, node.Clock.GetUtcNow(), CancellationToken.None);
        await scope.CommitAsync(CancellationToken.None);
        return table;
    }

    private static Record Read(string json) =>
        Judge.Judge(SchemaSet.Standard.Find(Dataset, 1)!, Encoding.UTF8.GetBytes(json)).Record ?? throw new InvalidOperationException(json);
}

public sealed class SqliteBrowseTests : BrowseContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresBrowseTests : BrowseContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
