using System.Text.Json;
using CityOps.Hub.Status;

namespace CityOps.Node.Federation;

/// <summary>What a hub and its node say they hold, at one moment.</summary>
internal sealed record Holdings(Summary Summary, IReadOnlyList<LedgerLine> Hub, IReadOnlyList<LedgerLine> Node, IReadOnlyDictionary<string, long> Applied)
{
    public LedgerLine? HubLine(string dataset, string source) => Hub.FirstOrDefault(l => l.Dataset == dataset && l.Source == source);

    /// <summary>Of a dataset that goes one way.</summary>
    public InterfaceCounts Counts(string dataset) => Summary.Interfaces.Single(i => i.Interface.StartsWith(dataset + ".", StringComparison.Ordinal));

    /// <summary>Sources without the line over all of them.</summary>
    public IEnumerable<LedgerLine> Sources(string dataset) => Hub.Where(l => l.Dataset == dataset && l.Source != Ledger.AllSources);

    /// <summary>Nothing waits anywhere: every flow and every subscription of this hub and its own node has taken all there is.</summary>
    public bool Quiet(string own) =>
        Summary.Links.All(f => f.Backlog == 0) && Summary.Subscriptions.Where(s => s.Platform == own || s.Platform[0] is 'P' or 'C').All(s => s.Backlog == 0);
}

/// <summary>Asks every deployment for its holdings.</summary>
internal static class Snapshot
{
    public static async Task<Dictionary<string, Holdings>> TakeAsync(RunningFederation federation, CancellationToken ct)
    {
        var all = new Dictionary<string, Holdings>(StringComparer.Ordinal);
        foreach (var member in federation.Plan.Members)
        {
            all[member.Code] = await OneAsync(federation.As(member), ct);
        }

        return all;
    }

    public static async Task<Summary> SummaryAsync(ApiClient api, CancellationToken ct) => Read<Summary>(await api.GetAsync("status/v1/summary", ct));

    private static async Task<Holdings> OneAsync(ApiClient api, CancellationToken ct)
    {
        var summary = await SummaryAsync(api, ct);
        var hub = Read<List<LedgerLine>>(await api.GetAsync("status/v1/ledger", ct));
        var node = Read<NodeLedger>(await api.GetAsync("api/aggregation/ledger", ct));
        return new Holdings(summary, hub, node.Lines, node.Applied);
    }

    private static T Read<T>(ApiAnswer answer) =>
        answer.Good
            ? JsonSerializer.Deserialize<T>(answer.Body, LedgerJson.Options)!
            : throw new FederationException($"{typeof(T).Name}: {answer.Status} {answer.Text}");

    private sealed record NodeLedger(Dictionary<string, long> Applied, List<LedgerLine> Lines);
}
