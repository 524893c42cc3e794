using System.Threading.Channels;

namespace CityOps.Store;

/// <summary>
/// Decides works in order and writes them in bulk inside the scope; answers one result a work, in the same order. It must
/// be idempotent: when a transaction fails, or the connection is lost at COMMIT so that nobody knows, each work is run
/// again by itself. It may not commit the scope, and may not open another one.
/// </summary>
public delegate Task<IReadOnlyList<TResult>> Fold<TWork, TResult>(WriteScope scope, IReadOnlyList<TWork> works, CancellationToken ct);

/// <summary>How much a lane queues, and puts into one transaction.</summary>
public sealed record LaneLimits
{
    /// <summary>Works that may wait; further callers wait until there is room.</summary>
    public int Capacity { get; init; } = 4096;

    public int MaxWorks { get; init; } = 512;

    /// <summary>The sum of weights one transaction holds, in the weight's unit (bytes); a single heavier work goes alone.</summary>
    public long MaxWeight { get; init; } = 64L << 20;

    /// <summary>How long a stop lets the lane drain before it fails the rest.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>
/// Many callers, one transaction. A caller's task completes only after its work is committed, so an acknowledgement never
/// runs ahead of the disk; a full lane makes callers wait, which is the back-pressure. A failing transaction is run again
/// work by work, so a bad neighbour costs nobody else: only its own caller sees the exception
/// (<see cref="StoreFaults.IsUnavailable"/> tells a store that is away). Fail points: <c>name.before-commit</c> and
/// <c>name.after-commit</c>.
/// </summary>
public sealed class WriteLane<TWork, TResult> : IAsyncDisposable
{
    private static readonly TimeSpan LastGrace = TimeSpan.FromSeconds(2);
    private readonly Engine engine;
    private readonly Fold<TWork, TResult> fold;
    private readonly string name;
    private readonly LaneLimits limits;
    private readonly Func<TWork, long>? weight;
    private readonly Channel<LaneItem<TWork, TResult>> queue;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task loop;
    private volatile IReadOnlyList<LaneItem<TWork, TResult>> inHand = [];

    /// <param name="weight">What a work weighs against <see cref="LaneLimits.MaxWeight"/>; nothing when null.</param>
    public WriteLane(
        Engine engine, Fold<TWork, TResult> fold, string name = "lane", LaneLimits? limits = null, Func<TWork, long>? weight = null)
    {
        (this.engine, this.fold, this.name, this.weight) = (engine, fold, name, weight);
        this.limits = limits ?? new LaneLimits();
        queue = Channel.CreateBounded<LaneItem<TWork, TResult>>(this.limits.Capacity);
        loop = Task.Run(LoopAsync);
    }

    /// <summary>Works in line, not yet taken.</summary>
    internal int Queued => queue.Reader.Count;

    /// <summary>
    /// Completes after the commit that holds the work. Cancelled while it waits in line, the work is skipped; cancelled
    /// later it is committed all the same and the caller gets its result. Throws <see cref="LaneStoppedException"/> when
    /// the lane stops, and whatever the fold or the store threw for this work.
    /// </summary>
    public async Task<TResult> WriteAsync(TWork work, CancellationToken ct)
    {
        var item = new LaneItem<TWork, TResult>(work, weight?.Invoke(work) ?? 0);
        try
        {
            await queue.Writer.WriteAsync(item, ct);
        }
        catch (ChannelClosedException)
        {
            throw Stopped();
        }

        await using var registration = ct.UnsafeRegister(static (state, token) => ((LaneItem<TWork, TResult>)state!).Cancel(token), item);
        return await item.Done;
    }

    /// <summary>Takes nothing more, finishes what is queued within the grace, fails what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        if (!await EndsWithinAsync(limits.Drain))
        {
            await stopping.CancelAsync();
            await EndsWithinAsync(LastGrace);
            FailAll(inHand);
            while (queue.Reader.TryRead(out var left))
            {
                left.Fail(Stopped());
            }
        }
    }

    private async Task<bool> EndsWithinAsync(TimeSpan time)
    {
        try
        {
            await loop.WaitAsync(time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task LoopAsync()
    {
        while (await queue.Reader.WaitToReadAsync())
        {
            var works = Collect();
            if (works.Count > 0)
            {
                inHand = works;
                await WriteAsync(works);
                inHand = [];
            }
        }
    }

    /// <summary>What is queued now, up to the limits; never waits for more.</summary>
    private List<LaneItem<TWork, TResult>> Collect()
    {
        var works = new List<LaneItem<TWork, TResult>>();
        var heavy = 0L;
        while (works.Count < limits.MaxWorks && queue.Reader.TryPeek(out var next)
            && (works.Count == 0 || heavy + next.Weight <= limits.MaxWeight)
            && queue.Reader.TryRead(out next))
        {
            if (next.Take())
            {
                works.Add(next);
                heavy += next.Weight;
            }
        }

        return works;
    }

    private async Task WriteAsync(List<LaneItem<TWork, TResult>> works)
    {
        if (await TryAsync(works) is not { } fault)
        {
            return;
        }

        if (works.Count == 1 || stopping.IsCancellationRequested)
        {
            works.ForEach(work => work.Fail(stopping.IsCancellationRequested ? Stopped() : fault));
            return;
        }

        for (var i = 0; i < works.Count; i++)
        {
            fault = await TryAsync([works[i]]);
            if (fault is null)
            {
                continue;
            }

            works[i].Fail(fault);
            if (stopping.IsCancellationRequested || (StoreFaults.IsUnavailable(fault) && !StoreFaults.IsFull(fault)))
            {
                // The store is away: to try the rest one by one would only make each wait for the same answer.
                works[(i + 1)..].ForEach(work => work.Fail(fault));
                return;
            }
        }
    }

    /// <summary>One transaction for these works: nothing when it is committed, else what went wrong. An edge: it catches all.</summary>
    private async Task<Exception?> TryAsync(List<LaneItem<TWork, TResult>> works)
    {
        try
        {
            IReadOnlyList<TResult> results;
            await using (var scope = await engine.BeginWriteAsync(stopping.Token))
            {
                results = await fold(scope, works.ConvertAll(item => item.Work), stopping.Token);
                if (results.Count != works.Count)
                {
                    throw new InvalidOperationException($"The fold of lane {name} answered {results.Count} results for {works.Count} works.");
                }

                Fail.At($"{name}.before-commit");
                await scope.CommitAsync(stopping.Token);
                Fail.At($"{name}.after-commit");
            }

            for (var i = 0; i < works.Count; i++)
            {
                works[i].Finish(results[i]);
            }

            return null;
        }
        catch (Exception fault)
        {
            return fault;
        }
    }

    private void FailAll(IReadOnlyList<LaneItem<TWork, TResult>> works)
    {
        foreach (var work in works)
        {
            work.Fail(Stopped());
        }
    }

    private LaneStoppedException Stopped() => new($"Lane {name} has stopped; the work was not taken, or its outcome is not known.");
}
