using CityOps.Hub.Exchange;
using CityOps.Hub.Links;
using CityOps.Schemas;

namespace CityOps.Node.Verbs.Importing;

/// <summary>
/// Brings batches to a hub over the wire protocol. A hub that is busy says when to come again and is obeyed; one that is away
/// is tried for a while. Giving up loses nothing: the same command again sends the same batches.
/// </summary>
internal sealed class HubDelivery(HttpClient http, ILink link, TimeProvider clock) : IDisposable
{
    private const int MostTries = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    public static HubDelivery To(HubLogin login, TimeProvider clock)
    {
        var http = PeerClient.To(login.Url);
        return new HubDelivery(http, new HttpLink(http, new LinkTokens(login.ClientId, login.Secret, clock)), clock);
    }

    /// <exception cref="VerbException">The hub refuses the batch as a whole, stays away, or its receipt does not add up.</exception>
    public async Task<Receipt> SendAsync(string service, Batch batch, CancellationToken ct)
    {
        var pause = FirstPause;
        for (var tries = 1; ; tries++)
        {
            var wait = pause;
            var reason = "";
            try
            {
                var answer = await link.SendAsync(service, batch.Id, batch.Lines, ct);
                if (answer.TryGet(out var receipt, out var refusal))
                {
                    return Checked(receipt, batch);
                }

                wait = Patience(refusal, pause);
                reason = $"{refusal.Title} {refusal.Detail}";
            }
            catch (Exception away) when (away is HttpRequestException or IOException || (away is OperationCanceledException && !ct.IsCancellationRequested))
            {
                reason = away.Message;
            }

            if (tries == MostTries)
            {
                throw new VerbException($"数据枢纽一直无法受理，已放弃：{reason}\n重新执行同一命令即可续传，不会重复。", "The hub could not take the batch. Run the same command again to go on: nothing is sent twice.");
            }

            await Task.Delay(wait, clock, ct);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    public void Dispose() => http.Dispose();

    private static TimeSpan Patience(Refusal refusal, TimeSpan pause) => refusal switch
    {
        { RetryAfter: { } seconds } => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, LongestPause.TotalSeconds)),
        { Kind: RefusalKind.TooMany or RefusalKind.Unavailable } => pause,
        _ => throw new VerbException($"数据枢纽拒收整批：{refusal.Title} {refusal.Detail}", $"The hub refuses the batch as a whole: {refusal.Name} {refusal.Code}"),
    };

    private static Receipt Checked(Receipt receipt, Batch batch) => receipt.Counts.Offered == batch.Count
        ? receipt
        : throw new VerbException($"回执合计 {receipt.Counts.Offered} 条，实送 {batch.Count} 条。", $"The receipt counts {receipt.Counts.Offered} records, {batch.Count} were sent.");
}
