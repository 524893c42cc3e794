using System.Text.Json;
using CityOps.Hub.Links;
using CityOps.Schemas;
using CityOps.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Audit.Witness;

/// <summary>
/// Has every checkpoint witnessed by the hub above, in order, as long as the hub runs. It asks where the witness stands and
/// goes on from there, so an outage of any length is caught up.
/// </summary>
internal sealed partial class WitnessRelay(HttpLink? above, AuditTable entries, CheckpointTable checkpoints, TimeProvider clock, ILogger<WitnessRelay> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);
    private long? held;
    private string told = "";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (above is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(Pace, clock);
        do
        {
            try
            {
                await StepAsync(above, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested && (fault is HttpRequestException or TaskCanceledException or JsonException || StoreFaults.IsUnavailable(fault)))
            {
                Tell("away", fault.Message);
                held = null;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Sends until the witness has all there is; stops at a refusal, which the next step tries again.</summary>
    internal async Task StepAsync(HttpLink link, CancellationToken ct)
    {
        held ??= await AskAsync(link, ct);
        while (held is { } from && await NextAsync(from, ct) is { } next)
        {
            var outcome = await SendAsync(link, from, next, ct);
            if (!outcome.TryGet(out var size, out var refusal))
            {
                Tell(refusal.Name, refusal.DetailEn ?? refusal.Detail ?? refusal.TitleEn);
                held = null;
                return;
            }

            told = "";
            if (size <= from)
            {
                return; // the witness is ahead of this log and has said nothing against it yet
            }

            held = size;
        }
    }

    // A log that is shorter than what was witnessed shows its newest head, for the witness to see it.
    private async Task<StoredCheckpoint?> NextAsync(long from, CancellationToken ct)
    {
        var next = (await checkpoints.AfterAsync(from, 1, ct)).SingleOrDefault();
        return next ?? (await checkpoints.LastAsync(ct) is { } last && last.Size < from ? last : null);
    }

    private async Task<long?> AskAsync(HttpLink link, CancellationToken ct)
    {
        if ((await link.FetchAsync("audit/v1/witnessed/mine", ct)).TryGet(out var body, out var refusal))
        {
            return JsonSerializer.Deserialize(body.Span, WitnessJson.Default.WitnessState)!.Size;
        }

        Tell(refusal.Name, refusal.TitleEn); // a hub above of an older version, or one that has paused us
        return null;
    }

    private async Task<Outcome<long>> SendAsync(HttpLink link, long from, StoredCheckpoint next, CancellationToken ct)
    {
        var leaves = next.Size > from ? await entries.LeavesAsync(from, (int)(next.Size - from), ct) : [];
        using var jwk = JsonDocument.Parse(next.Signed.Jwk);
        var message = new WitnessMessage(next.Signed.Text, jwk.RootElement, from, (await checkpoints.LastAsync(ct))!.Size, [.. leaves.SelectMany(leaf => leaf)]);
        var answer = await link.PostAsync("audit/v1/witnessed", JsonSerializer.SerializeToUtf8Bytes(message, WitnessJson.Default.WitnessMessage), ct);
        return answer.Match<Outcome<long>>(body => JsonSerializer.Deserialize(body.Span, WitnessJson.Default.WitnessState)!.Size, refusal => refusal);
    }

    private void Tell(string what, string why)
    {
        if (told != what)
        {
            told = what;
            NotWitnessed(log, what, why); // once, until it changes
        }
    }

    [LoggerMessage(1911, LogLevel.Warning, "the hub above does not witness the audit log: {What}: {Why}; trying on every 5 s")]
    private static partial void NotWitnessed(ILogger log, string what, string why);
}
