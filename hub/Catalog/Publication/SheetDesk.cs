using System.Globalization;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.Subscriptions;
using CityOps.Schemas;

namespace CityOps.Hub.Catalog.Publication;

/// <summary>服务说明 as it is written; members left out stay as they are.</summary>
internal sealed record SheetBody(long Rev)
{
    public string? Owner { get; init; }

    public string? Contact { get; init; }

    public string? Basis { get; init; }

    /// <summary>0 takes the SLA away, here and below: the standard's own time holds.</summary>
    public int? FreshSeconds { get; init; }

    public int? LatencyMillis { get; init; }

    public int? Completeness { get; init; }

    public string? Availability { get; init; }
}

/// <summary>停用预告: the first day without it, what to use instead, and why.</summary>
internal sealed record DeprecationBody(long Rev, string Sunset, string Reason)
{
    public string? Successor { get; init; }
}

internal sealed record StateBody(long Rev, string Reason);

/// <summary>Who still uses an interface that ends.</summary>
/// <param name="Does"><c>sends</c> or <c>reads</c>.</param>
internal sealed record Laggard(string Platform, string Name, string Does, DateTimeOffset? LastAt);

/// <summary>接口服务发布: the life of an interface and what its users may count on.</summary>
internal sealed class SheetDesk(
    SheetTable table, SheetKeeper keeper, SheetShelf shelf, InterfaceBook interfaces, SubscriptionBook subscriptions, PlatformDirectory platforms, FeedTable feeds, TimeProvider clock)
{
    public const string Publish = "catalog.publish";
    private const int MostText = 500;
    private const int MostFresh = 400 * 24 * 3600;

    /// <summary>Users who did nothing for longer are no laggards.</summary>
    private static readonly TimeSpan InUse = TimeSpan.FromDays(30);

    public DateOnly Today => shelf.Today;

    public async Task<Outcome<InterfaceSheet>> DescribeAsync(Actor caller, string code, SheetBody body, CancellationToken ct)
    {
        if (interfaces.Find(code) is null)
        {
            return CatalogRefusals.Unknown;
        }

        var faults = new List<FieldError>();
        Check(body.Owner is not { Length: > MostText } && body.Contact is not { Length: > MostText } && body.Basis is not { Length: > MostText } && body.Availability is not { Length: > 100 }, "/owner", $"最多 {MostText} 字 / at most {MostText} characters");
        Check(body.FreshSeconds is null or (>= 0 and <= MostFresh), "/freshSeconds", $"0–{MostFresh}");
        Check(body.LatencyMillis is null or (>= 0 and <= 600_000), "/latencyMillis", "0–600000");
        Check(body.Completeness is null or (>= 0 and <= 100), "/completeness", "0–100");
        if (faults.Count > 0)
        {
            return CatalogRefusals.WrongSheet with { Fields = faults };
        }

        var sheet = shelf.Of(code);
        return await WriteAsync(caller, sheet with
        {
            Rev = body.Rev,
            Owner = body.Owner ?? sheet.Owner,
            Contact = body.Contact ?? sheet.Contact,
            Basis = body.Basis ?? sheet.Basis,
            FreshSeconds = (body.FreshSeconds ?? sheet.FreshSeconds) is > 0 and var fresh ? fresh : null,
            LatencyMillis = (body.LatencyMillis ?? sheet.LatencyMillis) is > 0 and var latency ? latency : null,
            Completeness = (body.Completeness ?? sheet.Completeness) is > 0 and var share ? share : null,
            Availability = body.Availability ?? sheet.Availability,
        }, ct);

        void Check(bool holds, string at, string message)
        {
            if (!holds)
            {
                faults.Add(new FieldError(at, message));
            }
        }
    }

    public async Task<Outcome<InterfaceSheet>> DeprecateAsync(Actor caller, string code, DeprecationBody body, CancellationToken ct)
    {
        if (interfaces.Find(code) is null)
        {
            return CatalogRefusals.Unknown;
        }

        var faults = new List<FieldError>();
        if (!DateOnly.TryParseExact(body.Sunset, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var sunset) || sunset <= shelf.Today)
        {
            faults.Add(new FieldError("/sunset", "须为今天之后的日期 yyyy-MM-dd / a day yyyy-MM-dd after today"));
        }

        if (body.Successor is { Length: > 0 } successor && (successor == code || interfaces.Find(successor) is null))
        {
            faults.Add(new FieldError("/successor", "没有此接口 / no such interface"));
        }

        if (body.Reason.Trim().Length is < 1 or > MostText)
        {
            faults.Add(new FieldError("/reason", $"1–{MostText}"));
        }

        if (shelf.StateOf(code) == PublicationState.Retired)
        {
            return CatalogRefusals.SheetState;
        }

        return faults.Count > 0
            ? CatalogRefusals.WrongSheet with { Fields = faults }
            : await WriteAsync(caller, shelf.Of(code) with { Rev = body.Rev, State = PublicationState.Deprecated, Sunset = sunset, Successor = body.Successor, Reason = body.Reason }, ct);
    }

    /// <summary>Ends it at once, or publishes it again.</summary>
    public async Task<Outcome<InterfaceSheet>> MoveAsync(Actor caller, string code, PublicationState to, StateBody body, CancellationToken ct)
    {
        if (interfaces.Find(code) is null)
        {
            return CatalogRefusals.Unknown;
        }

        if (body.Reason.Trim().Length is < 1 or > MostText)
        {
            return CatalogRefusals.WrongSheet with { Fields = [new FieldError("/reason", $"1–{MostText}")] };
        }

        return shelf.Of(code).State == to
            ? CatalogRefusals.SheetState
            : await WriteAsync(caller, shelf.Of(code) with { Rev = body.Rev, State = to, Sunset = to == PublicationState.Retired ? shelf.Today : null, Reason = body.Reason }, ct);
    }

    /// <summary>Who still sends to it or reads it, the newest first.</summary>
    public async Task<IReadOnlyList<Laggard>> LaggardsAsync(string code, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var senders = (await feeds.OfInterfaceAsync(code, ct)).Where(feed => now - feed.LastAt < InUse).Select(feed => new Laggard(feed.Sender, NameOf(feed.Sender), "sends", feed.LastAt));
        var readers = subscriptions.All.Where(one => one.Interface == code && !one.Statutory).Select(one => new Laggard(one.Platform, NameOf(one.Platform), "reads", null));
        return [.. senders.OrderByDescending(one => one.LastAt).Concat(readers.OrderBy(one => one.Platform, StringComparer.Ordinal))];
    }

    private async Task<Outcome<InterfaceSheet>> WriteAsync(Actor caller, InterfaceSheet sheet, CancellationToken ct)
    {
        var changed = sheet with { ChangedBy = caller.Name, ChangedAt = clock.GetUtcNow() };
        if (!await table.WriteAsync(changed, ct))
        {
            return CatalogRefusals.SheetChanged;
        }

        await keeper.RefreshAsync(ct);
        return shelf.Of(sheet.Code);
    }

    private string NameOf(string platform) => platforms.Find(platform)?.Name is { Length: > 0 } name ? name : platform;
}
