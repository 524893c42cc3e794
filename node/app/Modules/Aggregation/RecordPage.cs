using System.Text.Json;

namespace CityOps.Node.Modules.Aggregation;

/// <summary>One page of records in key order, and where to go on; null on the last.</summary>
internal sealed record RecordPage(IReadOnlyList<HeldRecord> Records, string? Next)
{
    private const int Chunk = 500;

    /// <summary>With a member asked for, so many records are looked at for one page; a page may then be short and still have a next one.</summary>
    private const int MostLookedAt = 10_000;

    public static async Task<RecordPage> ReadAsync(RecordTable table, RecordQuery query, CancellationToken ct)
    {
        if (query.Member is not { } member)
        {
            var all = await table.QueryAsync(query, ct);
            return new RecordPage(all, all.Count == query.Limit ? IdOf(query, all[^1]) : null);
        }

        var (found, after, seen) = (new List<HeldRecord>(), query.After, 0);
        while (seen < MostLookedAt)
        {
            var chunk = await table.QueryAsync(query with { After = after, Limit = Chunk }, ct);
            foreach (var record in chunk)
            {
                if (Holds(record.Body, member.Name, member.Value))
                {
                    found.Add(record);
                }

                if (found.Count == query.Limit)
                {
                    return new RecordPage(found, IdOf(query, record));
                }
            }

            if (chunk.Count < Chunk)
            {
                return new RecordPage(found, null);
            }

            (after, seen) = (IdOf(query, chunk[^1]), seen + chunk.Count);
        }

        return new RecordPage(found, after);
    }

    private static string IdOf(RecordQuery query, HeldRecord record) => record.Key[(query.Dataset.Length + 1)..];

    private static bool Holds(byte[] body, string name, string value)
    {
        using var record = JsonDocument.Parse(body);
        return record.RootElement.TryGetProperty(name, out var held) && (held.ValueKind == JsonValueKind.String ? held.ValueEquals(value) : held.GetRawText() == value);
    }
}
