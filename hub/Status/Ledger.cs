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
    /// <summary>Source of the line over all sources of a dataset.</summary>
    public const string AllSources = "*";

    private const int PageRows = 5_000;

    public static async Task<List<LedgerLine>> ReadAsync(HeadTable heads, IEnumerable<string> datasets, CancellationToken ct)
    {
        var lines = new List<LedgerLine>();
        foreach (var dataset in datasets.Order(StringComparer.Ordinal))
        {
            var rows = new List<(string, string, long)>();
            var after = "";
            while (await heads.PageAsync(dataset, after, PageRows, ct) is { Count: > 0 } page)
            {
                rows.AddRange(page.Select(h => (h.Owner, LineOf(HeadTable.RecordIdOf(h.Key), h.Rev, h.Digest), h.Rev)));
                after = page[^1].Key;
            }

            lines.AddRange(Sum(dataset, rows));
        }

        return lines;
    }

    /// <summary>One line over all sources, where there is anything, and one for each source.</summary>
    public static IEnumerable<LedgerLine> Sum(string dataset, IEnumerable<(string Source, string Line, long Rev)> rows)
    {
        var all = rows.ToList();
        return all.Select(r => r with { Source = AllSources }).Concat(all)
            .GroupBy(r => r.Source).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new LedgerLine(dataset, g.Key, g.Count(), g.Sum(r => r.Rev), RollUp(g.Select(r => r.Line))));
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
