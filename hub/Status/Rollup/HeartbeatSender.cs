using System.Text.Json;
using CityOps.Hub.Links;
using CityOps.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Status.Rollup;

/// <summary>心跳 to the hub above: how this deployment stands, and what those below it said last.</summary>
internal sealed partial class HeartbeatSender(HttpLink? above, TimeSpan every, BeatWriter writer, TimeProvider clock, ILogger<HeartbeatSender> log) : BackgroundService
{
    private bool told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (above is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(every, clock);
        try
        {
            do
            {
                await TrySendAsync(above, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    private async Task TrySendAsync(HttpLink link, CancellationToken ct)
    {
        try
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(await writer.WriteAsync(ct), SmallJson.Readable);
            var answer = await link.PostAsync("onboarding/v1/heartbeat", body, ct);
            var trouble = answer.Match<string?>(_ => null, refusal => refusal.Name);
            if (trouble is not null && !told)
            {
                NotHeard(log, trouble); // once, until it is heard again
            }

            told = trouble is not null;
        }
        catch (Exception fault) when (!ct.IsCancellationRequested && (fault is HttpRequestException or TaskCanceledException || StoreFaults.IsUnavailable(fault)))
        {
            if (!told)
            {
                NotHeard(log, fault.Message);
                told = true;
            }
        }
    }

    [LoggerMessage(1990, LogLevel.Warning, "The hub above does not hear our heartbeat: {Why}")]
    private static partial void NotHeard(ILogger log, string why);
}
