using System.Text.Json;
using CityOps.Hub.Status.Incidents;
using CityOps.Schemas.Records;
using CityOps.Store;

namespace CityOps.Hub.Status.Notices;

/// <summary>What is told of an incident, as it stood when the notice was written.</summary>
public sealed record NoticeFacts(
    string Incident, string Kind, string Severity, string? Interface, string? Platform, string Owner, string Cause, string CauseEn, string Next, string NextEn, int Affected, long Level, string OpenedAt, string? ClosedAt);

/// <summary>Writes the notices of a look into the transaction that writes the look: neither is there without the other.</summary>
internal sealed class NoticePlan(NoticeTable table, IdMaker ids)
{
    public async Task WriteAsync(WriteScope scope, IReadOnlyList<NoticeChange> changes, DateTimeOffset now, CancellationToken ct)
    {
        if (changes.Count == 0 || await ChannelTable.AllAsync(scope, ct) is not { Count: > 0 } channels)
        {
            return;
        }

        var newest = await table.NewestAsync(scope, [.. changes.Select(one => one.Incident.Found.Mark).Distinct()], ct);
        foreach (var change in changes)
        {
            foreach (var channel in channels)
            {
                var key = (channel.Id, change.Incident.Found.Mark);
                var last = newest.GetValueOrDefault(key);
                if (NoticeRules.Fold(channel, change, last, now, one => Of(channel.Id, one)) is { } made && (made.Id == last?.Id || !await NoticeTable.HasAsync(scope, channel.Id, made.Incident, made.What, ct)))
                {
                    await NoticeTable.KeepAsync(scope, made, ct);
                    newest[key] = made;
                }
            }
        }
    }

    private Notice Of(string channel, NoticeChange change) => new(
        ids.Next().ToString("N"), channel, change.Incident.Found.Mark, change.Incident.Id, change.What, change.Event, change.Incident.Found.Severity, 1, true, JsonSerializer.Serialize(FactsOf(change.Incident), SmallJson.Readable),
        NoticeState.Waiting, default, default);

    private static NoticeFacts FactsOf(Incident one) => new(
        one.Id, one.Found.Kind, one.Found.Severity.ToString().ToLowerInvariant(), one.Found.Interface, one.Found.Platform, one.Found.Owner, one.Found.Cause, one.Found.CauseEn, one.Found.Next, one.Found.NextEn, one.Found.Affected,
        one.Level, ChinaTime.Format(one.OpenedAt), one.ClosedAt is { } closed ? ChinaTime.Format(closed) : null);
}
