using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CityOps.Hub.Catalog.Publication;
using CityOps.Hub.Exchange;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Guards;
using CityOps.Hub.Onboarding;
using CityOps.Schemas.Codes;
using CityOps.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Catalog.Directory;

/// <summary>What the relay reads from and writes to.</summary>
internal sealed record DirectoryParts(DirectoryTable Table, LogTable Log, LogNews News, Intake Intake, InterfaceBook Interfaces, SheetShelf Sheets, PlatformDirectory Platforms, GuardOptions Guards);

/// <summary>
/// 目录级联: reads the directory from this hub's log, and says in its log what this hub publishes: by the accepting road and the
/// ordinary links, like any other record. The top says the joint directory downward; the tiers between pass it on.
/// </summary>
internal sealed partial class DirectoryRelay(HubSetup setup, DirectoryParts parts, ILogger<DirectoryRelay> log) : BackgroundService
{
    private const int Rows = 500;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string holder = Guid.CreateVersion7(setup.Clock.GetUtcNow()).ToString("N");
    private object? told;
    private bool dirty;

    private string Way => setup.Options.Upper is null ? DirectoryRow.Down : DirectoryRow.Up;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await parts.Table.LetGoAsync(holder, cancellationToken);
        }
        catch (Exception fault) when (StoreFaults.IsUnavailable(fault))
        {
            Away(log, fault.Message); // it lapses by itself
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            Task news = Task.WhenAny(Services().Select(parts.News.Next)); // as a plain task: only such may be awaited without its fault
            try
            {
                await StepAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) // the edge of one step: the next one tries again
            {
                Away(log, fault.Message);
            }

            await news.WaitAsync(Pulse.LookAgain, setup.Clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StepAsync(CancellationToken ct)
    {
        dirty |= await CatchUpAsync(ct);
        var edition = (parts.Interfaces.Current, parts.Sheets.Edition, parts.Sheets.Today);
        if (setup.Options.Provider is not { Code.Length: > 0 } provider)
        {
            return;
        }

        var now = setup.Clock.GetUtcNow();
        var due = await parts.Table.ListedAtAsync(ct) is not { } listed || now - listed >= Week;
        if ((!dirty && edition.Equals(told) && !due) || !await parts.Table.HoldAsync(holder, now, Turn, ct))
        {
            return;
        }

        await CatchUpAsync(ct); // what another process said before the turn was ours
        var facts = new DirectoryFacts(setup.Deployment, provider, edition.Current, parts.Sheets, (long)(parts.Guards.Rates.Calls.PerSecond * 60));
        await SayAsync(facts, now, ct);
        (told, dirty) = (edition, false);
        if (due)
        {
            dirty = await CatchUpAsync(ct);
            await ListAsync(now, ct);
            await parts.Table.ListedAsync(now, ct);
        }
    }

    // True when anything was new.
    private async Task<bool> CatchUpAsync(CancellationToken ct)
    {
        var grown = false;
        foreach (var service in Services())
        {
            var at = await parts.Table.MarkAsync(service, ct);
            while (await parts.Log.OutgoingAsync(service, at, Rows, ct) is { Count: > 0 } page)
            {
                var (dataset, way) = (service.Split('.')[0], service.EndsWith(".up", StringComparison.Ordinal) ? DirectoryRow.Up : DirectoryRow.Down);
                var taken = await parts.Table.ApplyAsync(service, at, page[^1].Position, [.. page.Select(one => DirectoryRow.Of(dataset, way, one.Rev, one.Body))], ct);
                at = taken ? page[^1].Position : await parts.Table.MarkAsync(service, ct);
                grown = true;
            }
        }

        return grown;
    }

    private async Task SayAsync(DirectoryFacts facts, DateTimeOffset now, CancellationToken ct)
    {
        var standing = await parts.Table.OfSourceAsync(setup.Deployment.Code.ToString(), ct);
        var days = standing.Where(row => !row.Gone).Select(row => (row.Entry, Day: DayOf(row))).DistinctBy(one => one.Entry).ToDictionary(one => one.Entry, one => one.Day, StringComparer.Ordinal);
        var wanted = DirectoryRules.Own(facts, Way, days.GetValueOrDefault).ToList();
        if (Way == DirectoryRow.Down)
        {
            var own = wanted.Select(one => (one.Dataset, one.Key)).ToHashSet();
            wanted.AddRange(DirectoryRules.Joint((await parts.Table.GatheredAsync(ct)).Where(row => row.Source != setup.Deployment.Code.ToString())).Where(one => !own.Contains((one.Dataset, one.Key))));
        }

        foreach (var group in DirectoryRules.Changes(facts, wanted, standing, now).GroupBy(one => (one.What.Dataset, one.What.Way)))
        {
            foreach (var part in group.Chunk(Rows))
            {
                await SendAsync(ServiceOf(group.Key.Dataset, group.Key.Way), part.Select(one => Encoding.UTF8.GetBytes(one.Record.ToJsonString(Plain))), "", ct);
            }
        }
    }

    // 每周全量: the same records once more. Known ones are answered as duplicates and travel no further; one that the log has lost is there again.
    private async Task ListAsync(DateTimeOffset now, CancellationToken ct)
    {
        foreach (var group in (await parts.Table.OfSourceAsync(setup.Deployment.Code.ToString(), ct)).GroupBy(row => (row.Dataset, row.Way)))
        {
            foreach (var part in group.Chunk(Rows))
            {
                await SendAsync(ServiceOf(group.Key.Dataset, group.Key.Way), part.Select(row => row.Body), $"list-{now:yyyyMMdd}-", ct);
            }
        }
    }

    private async Task SendAsync(string service, IEnumerable<byte[]> records, string prefix, CancellationToken ct)
    {
        using var lines = new MemoryStream();
        foreach (var record in records)
        {
            lines.Write(record);
            lines.WriteByte((byte)'\n');
        }

        lines.Position = 0;
        var id = prefix + Convert.ToHexStringLower(SHA256.HashData(lines.GetBuffer().AsSpan(0, (int)lines.Length)))[..32];
        var sender = Sender.From(parts.Platforms.Find(setup.Deployment.Code.ToString())!, null);
        var outcome = await parts.Intake.TakeAsync(sender, new BatchHeader(service, id, BatchMode.Partial, BodyForm.Lines, null, lines.Length), lines, ct);
        if (!outcome.TryGet(out var accepted, out var refusal))
        {
            throw new InvalidOperationException($"{service}: {refusal.Name} {refusal.TitleEn}");
        }

        if (accepted.Counts.Rejected > 0)
        {
            Refused(log, service, accepted.Counts.Rejected, string.Join("; ", Receipt.FromJson(accepted.Receipt).Problems.Take(3).Select(one => $"{one.RecordId} {one.Pointer} {one.MessageEn}")));
        }
    }

    private static string? DayOf(DirectoryRow row) => row.Record is var record && record["publishDate"] is { } day ? day.GetValue<string>() : record["publishedAt"]?.GetValue<string>()[..10];

    private IEnumerable<string> Services() =>
        parts.Interfaces.All.Where(one => one.Code.Dataset is DirectoryRow.Resources or DirectoryRow.Services).Select(one => one.Name).Order(StringComparer.Ordinal);

    private string ServiceOf(string dataset, string way) =>
        parts.Interfaces.All.Where(one => one.Code.Dataset == dataset && (one.Code.Direction == Direction.Up) == (way == DirectoryRow.Up)).MaxBy(one => one.Code.Major)!.Name;

    [LoggerMessage(1410, LogLevel.Warning, "The directory could not be brought up to date, trying on: {Why}")]
    private static partial void Away(ILogger log, string why);

    [LoggerMessage(1411, LogLevel.Error, "{Service} refused {Count} entries of this hub's own catalogue: {Why}")]
    private static partial void Refused(ILogger log, string service, int count, string why);
}
