using System.Security.Cryptography;
using System.Text;
using CityOps.Hub.Exchange.Log;

namespace CityOps.Hub.Status;

/// <summary>
/// The newest revisions of one dataset from one source platform. <c>Revisions</c> is the sum of the newest revision
/// numbers; <c>RollUp</c> is hex SHA-256 over the sorted lines <c>recordId|rev|digest</c>, each ended by a line feed.
/// </summary>
public sealed record LedgerLine(string Dataset, string Source, long Keys, long Revisions, string RollUp);

/// <summary>台账: what this hub holds, so that another side can compare without sending records (design.md section 11).</summary>
public static class Ledger
{
    private const int PageRows = 5_000;

    public static async Task<List<LedgerLine>> ReadAsync(HeadTable heads, IEnumerable<string> datasets, CancellationToken ct)
    {
        var lines = new List<LedgerLine>();
        foreach (var dataset in datasets.Order(StringComparer.Ordinal))
        {
            var bySource = new SortedDictionary<string, List<(string Line, long Rev)>>(StringComparer.Ordinal);
            var after = "";
            while (await heads.PageAsync(dataset, after, PageRows, ct) is { Count: > 0 } page)
            {
                foreach (var (key, owner, rev, digest) in page)
                {
                    if (!bySource.TryGetValue(owner, out var rows))
                    {
                        bySource[owner] = rows = [];
                    }

                    rows.Add((LineOf(HeadTable.RecordIdOf(key), rev, digest), rev));
                }

                after = page[^1].Key;
            }

            lines.AddRange(bySource.Select(s => new LedgerLine(dataset, s.Key, s.Value.Count, s.Value.Sum(r => r.Rev), RollUp(s.Value.Select(r => r.Line)))));
        }

        return lines;
    }

    public static string LineOf(string recordId, long rev, ReadOnlySpan<byte> digest) => $"{recordId}|{rev}|{Convert.ToHexStringLower(digest)}";

    /// <summary>Lines in ordinal order, each followed by a line feed.</summary>
    public static string RollUp(IEnumerable<string> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines.Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
