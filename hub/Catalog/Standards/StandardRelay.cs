using System.Text.Json;
using CityOps.Hub.Links;
using CityOps.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Catalog.Standards;

/// <summary>标准下发: asks the hub above which items of the standard it holds and fetches those this hub lacks.</summary>
internal sealed partial class StandardRelay(HttpLink? above, StandardTable table, StandardDesk desk, TimeProvider clock, ILogger<StandardRelay> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(15);
    private bool told;

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
                await FetchAsync(above, stoppingToken);
                told = false;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested && (fault is HttpRequestException or TaskCanceledException or JsonException or FormatException || StoreFaults.IsUnavailable(fault)))
            {
                if (!told)
                {
                    Away(log, fault); // once, until it is there again
                    told = true;
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task FetchAsync(HttpLink link, CancellationToken ct)
    {
        if (!(await link.FetchAsync("catalog/v1/standard", ct)).TryGet(out var index, out var refusal))
        {
            throw new HttpRequestException($"{refusal.Name} {refusal.TitleEn}");
        }

        var known = (await table.AllAsync(ct)).Select(item => item.Digest).ToHashSet(StringComparer.Ordinal);
        var missing = JsonSerializer.Deserialize<StandardIndex>(index.Span, CatalogJson.Plain)!.Items.Where(item => !known.Contains(item.Digest)).ToList();
        var fetched = new List<StandardDocument>();
        foreach (var item in missing)
        {
            if (!(await link.FetchAsync($"catalog/v1/standard/{Uri.EscapeDataString(item.Digest)}", ct)).TryGet(out var body, out refusal))
            {
                throw new HttpRequestException($"{refusal.Name} {refusal.TitleEn}");
            }

            if (StandardItem.DigestOf(body.Span) != item.Digest)
            {
                throw new FormatException($"{item.Kind} {item.Name} {item.Version} does not have the digest it is listed with");
            }

            fetched.Add(new StandardDocument(item, body.ToArray()));
        }

        if (fetched.Count > 0)
        {
            Received(log, await desk.ReceiveAsync(fetched, ct));
        }
    }

    [LoggerMessage(1402, LogLevel.Warning, "the standard of the hub above could not be fetched; trying on every 15 s")]
    private static partial void Away(ILogger log, Exception fault);

    [LoggerMessage(1403, LogLevel.Information, "{Count} items of the standard received from the hub above")]
    private static partial void Received(ILogger log, int count);
}

/// <summary>Body of <c>GET /catalog/v1/standard</c>.</summary>
internal sealed record StandardIndex(IReadOnlyList<StandardItem> Items);
