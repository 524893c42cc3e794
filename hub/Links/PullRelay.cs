using CityOps.Hub.Exchange;
using CityOps.Hub.Subscriptions;
using CityOps.Schemas;
using CityOps.Store;

namespace CityOps.Hub.Links;

/// <summary>
/// Takes what one subscription delivers. Refusals are told before the position is kept, so a crash in between repeats
/// them and never forgets them; keeping twice changes nothing (I2).
/// </summary>
public sealed class PullRelay(FlowState flow, FlowBoard board, ILink link, PullEnd end) : Relay(flow, board, end.Clock, end.Chance)
{
    private const int MostRecords = 1_000;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(25);
    private FlowPosition? known;
    private bool told;

    protected override async Task<Refusal?> StepAsync(CancellationToken ct)
    {
        var at = known ??= await end.Sink.WhereAsync(Flow, ct);
        if (!told && at.Position > 0 && await TellAsync(at, [], ct) is { } unheard)
        {
            return Restart(unheard);
        }

        var request = new PullRequest(Flow, at.Position, at.Log.Length == 0 ? null : at.Log, MostRecords, Wait);
        if (!(await link.PullAsync(request, ct)).TryGet(out var page, out var refusal))
        {
            return Restart(refusal);
        }

        Heard();
        if (page.Records.Count == 0 && page.Next == at.Position && (page.Log == at.Log || at.Position == 0))
        {
            known = new FlowPosition(page.Log, at.Position); // nothing was ever taken: there is nothing to make durable
            return null;
        }

        var refused = await end.Sink.JudgeAsync(Flow, page, ct);
        if (refused.Count > 0 && !(await link.RefuseAsync(Flow, new RefusalList(page.Log, refused), ct)).TryGet(out _, out var notParked))
        {
            return Restart(notParked);
        }

        await end.Sink.KeepAsync(Flow, page, refused, ct);
        known = new FlowPosition(page.Log, page.Next);
        told = false;
        Fail.At("apply.before-acknowledge");
        var released = page.Records.Where(r => r.Released && refused.All(x => x.Position != r.Position)).Select(r => r.Position).ToList();
        return await TellAsync(known.Value, released, ct) is { } notMoved ? Restart(notMoved) : null;
    }

    // Our own position is what counts; the other side's copy of it may be behind after a crash or a lost answer, and is
    // put right before the next page is asked for.
    private async Task<Refusal?> TellAsync(FlowPosition at, IReadOnlyList<long> released, CancellationToken ct)
    {
        if (!(await link.CommitAsync(Flow, new PositionMove(at.Log, at.Position, released), ct)).TryGet(out _, out var refusal))
        {
            return refusal;
        }

        told = true;
        return null;
    }

    // Another life of the log: its positions say nothing here. Everything is offered again from the start and what is
    // already held changes nothing.
    private Refusal? Restart(Refusal refusal)
    {
        if (refusal.Name != ExchangeRefusals.LogChanged.Name)
        {
            return refusal;
        }

        known = new FlowPosition("", 0);
        return null;
    }
}

/// <summary>The near end of an applying flow. Time and chance come from outside, so that a simulation can own them.</summary>
public sealed record PullEnd(ISink Sink, TimeProvider Clock, Random Chance);
