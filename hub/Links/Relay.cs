using CityOps.Schemas;

namespace CityOps.Hub.Links;

/// <summary>What the two directions of a link share: a loop whose single step may fail without ending it.</summary>
public abstract class Relay(FlowState flow, FlowBoard board, TimeProvider clock, Random chance)
{
    private readonly Backoff backoff = new(clock, chance);

    protected string Flow => flow.Flow;

    protected string Service => flow.Interface;

    protected TimeProvider Clock => clock;

    /// <summary>Runs until stopped. The other side being away is a state, not an error: it is shown, and tried again.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        board.Open(flow);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var refusal = await StepAsync(ct);
                if (refusal is null)
                {
                    board.Good(Flow);
                    backoff.Reset();
                    continue;
                }

                board.Bad(Flow, $"{refusal.Code} {refusal.Title} {refusal.Detail}".Trim());
                await backoff.WaitAsync(refusal.RetryAfter, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) // the edge of one step: whatever it was, it is shown and the step is tried again
            {
                board.Bad(Flow, fault.Message);
                await WaitQuietlyAsync(ct);
            }
        }
    }

    /// <summary>One step; waits by itself when there is nothing to do. Answers the other side's refusal of the step, if any.</summary>
    protected abstract Task<Refusal?> StepAsync(CancellationToken ct);

    private async Task WaitQuietlyAsync(CancellationToken ct)
    {
        try
        {
            await backoff.WaitAsync(null, ct);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the loop's condition ends it.
        }
    }
}
