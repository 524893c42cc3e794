using CityOps.Hub.Exchange;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Subscriptions;
using CityOps.Schemas;

namespace CityOps.Hub.Links;

/// <summary>The link of a node to a hub in the same process: the same steps without the wire.</summary>
public sealed class LocalLink(Intake intake, Delivery delivery, Sender self) : ILink
{
    public bool MayBreak => false;

    public async Task<Outcome<Receipt>> SendAsync(string service, string batchId, ReadOnlyMemory<byte> lines, CancellationToken ct)
    {
        var header = new BatchHeader(service, batchId, BatchMode.Partial, BodyForm.Lines, null, lines.Length);
        using var body = new MemoryStream(lines.ToArray(), writable: false);
        return (await intake.TakeAsync(self, header, body, ct)).Match<Outcome<Receipt>>(a => Receipt.FromJson(a.Receipt), refusal => refusal);
    }

    public Task<Outcome<Page>> PullAsync(PullRequest request, CancellationToken ct) => delivery.PullAsync(self.Code, request, ct);

    public Task<Outcome<long>> CommitAsync(string subscription, PositionMove move, CancellationToken ct) => delivery.MoveAsync(self.Code, subscription, move, ct);

    public Task<Outcome<int>> RefuseAsync(string subscription, RefusalList refusals, CancellationToken ct) => delivery.ParkAsync(self.Code, subscription, refusals, ct);
}
