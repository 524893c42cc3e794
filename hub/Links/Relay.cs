using CityOps.Schemas;
using CityOps.Store;

namespace CityOps.Hub.Links;

/// <summary>What the two directions of a link share: a loop whose single step may fail without ending it.</summary>
public abstract class Relay(FlowState flow, FlowBoard board, TimeProvider clock, Random chance)
{
    private readonly Backoff backoff = new(clock, chance);

    /// <summary>The flow's name, unique in its process.</summary>
    public string Flow => flow.Flow;

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
                board.Bad(Flow, InPlainWords(fault));
                await WaitQuietlyAsync(ct);
            }
        }
    }

    /// <summary>The other side has answered: only that makes a flow good, a step with nothing to do says nothing of it (I11).</summary>
    protected void Heard() => board.Good(Flow);

    /// <summary>One step; waits by itself when there is nothing to do. Answers the other side's refusal of the step, if any.</summary>
    protected abstract Task<Refusal?> StepAsync(CancellationToken ct);

    private static string InPlainWords(Exception fault) => fault switch
    {
        HttpRequestException => $"对方无法连通或应答异常：{fault.Message}",
        OperationCanceledException => "对方超时未应答",
        _ when StoreFaults.IsUnavailable(fault) => $"本级存储不可用：{fault.Message}",
        _ => $"本级处理出错：{fault.Message}",
    };

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
