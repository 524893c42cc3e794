using System.Runtime.CompilerServices;
using CityOps.Hub.Catalog;
using CityOps.Hub.Exchange;
using CityOps.Hub.Links;
using CityOps.Hub.Subscriptions;
using CityOps.Node.Contracts;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Records;
using CityOps.Store;

namespace CityOps.Node.Sync;

/// <summary>
/// Applies what the node's subscriptions deliver: records, what modules make of them, and the position, in one
/// transaction (I2). A record this node cannot read is refused, and parked at the hub.
/// </summary>
internal sealed class NodeSink(Engine engine, LinkTable links, IArrivals arrivals, IEnumerable<IRecordConsumer> consumers, NodeReader reader) : ISink
{
    private readonly ILookup<string, IRecordConsumer> byDataset = consumers.SelectMany(c => c.Datasets.Select(d => (d, c))).ToLookup(p => p.d, p => p.c);

    private readonly ConditionalWeakTable<Page, List<JudgedRecord>> read = [];

    public Task<FlowPosition> WhereAsync(string subscription, CancellationToken ct) => links.WhereAsync(subscription, ct);

    public Task<IReadOnlyList<RefusedRecord>> JudgeAsync(string subscription, Page page, CancellationToken ct)
    {
        IReadOnlyList<RefusedRecord> refused =
        [
            .. from pair in page.Records.Zip(Read(subscription, page))
               where pair.Second.Record is null
               let problem = pair.Second.Problems[0]
               select new RefusedRecord(pair.First.Position, pair.Second.RecordId ?? "", $"{problem.Code} {problem.Pointer} {problem.Message}"),
        ];
        return Task.FromResult(refused);
    }

    public async Task KeepAsync(string subscription, Page page, IReadOnlyList<RefusedRecord> refused, CancellationToken ct)
    {
        var records = Read(subscription, page).Select(j => j.Record).OfType<Record>().ToList();
        await using var scope = await engine.BeginWriteAsync(ct);
        if (records.Count > 0)
        {
            await arrivals.KeepAsync(scope, records, ct);
            foreach (var record in records)
            {
                foreach (var consumer in byDataset[record.Header.Dataset])
                {
                    await consumer.ConsumeAsync(scope, record, ct);
                }
            }
        }

        await links.MoveAsync(scope, subscription, new FlowPosition(page.Log, page.Next), ct);
        Fail.At("apply.before-commit");
        await scope.CommitAsync(ct);
        Fail.At("apply.after-commit");
    }

    // Judged once, kept with the page for as long as somebody holds it.
    private List<JudgedRecord> Read(string subscription, Page page) =>
        read.GetValue(page, p => [.. p.Records.Select(r => reader.Read(subscription, r.Body))]);
}

/// <summary>Reads delivered bytes by the dataset their interface names.</summary>
internal sealed class NodeReader(InterfaceBook interfaces, RecordJudge judge)
{
    public JudgedRecord Read(string subscription, ReadOnlyMemory<byte> body)
    {
        var service = subscription[(subscription.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return judge.Judge(interfaces.Find(service)!.Dataset, body);
    }
}
