using System.Globalization;
using System.Text.Json;
using CityOps.Node.Generation;

namespace CityOps.Node.Federation;

/// <summary>What posting came to: lines good and broken, of the good ones the keys by dataset, of the broken ones the lines.</summary>
internal sealed record PostedCounts(int Good, int Broken, IReadOnlyDictionary<string, int> GoodByDataset, IReadOnlyDictionary<string, int> BrokenByDataset);

/// <summary>
/// Posts broken records beside good ones as a department platform, and holds the hub to its word: every broken line is
/// refused with one of the codes it deserves, every neighbour accepted (I5).
/// </summary>
internal sealed class DepartmentDriver(ApiClient api, int seed)
{
    private const int BatchLines = 100;
    private int number;

    public async Task<PostedCounts> RunAsync(IReadOnlyList<PostedLine> lines, CancellationToken ct)
    {
        foreach (var batch in lines.GroupBy(l => l.Dataset).SelectMany(g => g.Chunk(BatchLines)))
        {
            Check(batch, await PostAsync(batch, ct));
        }

        return new PostedCounts(
            lines.Count(IsGood),
            lines.Count(l => !IsGood(l)),
            lines.Where(IsGood).GroupBy(l => l.Dataset).ToDictionary(g => g.Key, g => g.Select(l => l.RecordId).Distinct(StringComparer.Ordinal).Count()),
            lines.Where(l => !IsGood(l)).GroupBy(l => l.Dataset).ToDictionary(g => g.Key, g => g.Count()));
    }

    /// <summary>Posts lines of one dataset; answers the receipt.</summary>
    public async Task<JsonElement> PostAsync(IReadOnlyList<PostedLine> batch, CancellationToken ct)
    {
        var body = batch.SelectMany(l => (byte[])[.. l.Line.Span, (byte)'\n']).ToArray();
        var id = string.Create(CultureInfo.InvariantCulture, $"demo-{(uint)seed:x}-{Interlocked.Increment(ref number)}");
        var answer = await api.PostAsync($"exchange/v1/interfaces/{batch[0].Dataset}.v1.up/batches", body, "application/x-ndjson", id, ct);
        return answer.Good ? answer.Json() : throw new FederationException($"department batch {id}: {answer.Status} {answer.Text}");
    }

    private static void Check(PostedLine[] batch, JsonElement receipt)
    {
        var problems = receipt.GetProperty("problems").EnumerateArray().ToLookup(p => p.GetProperty("index").GetInt32());
        for (var i = 0; i < batch.Length; i++)
        {
            var told = problems[i].SelectMany(p => new[] { p.GetProperty("code").GetString()!, p.GetProperty("keyword").GetString()! }).ToList();
            var right = IsGood(batch[i]) ? told.Count == 0 : told.Intersect(batch[i].Expected).Any();
            if (!right)
            {
                throw new FederationException($"{batch[i].Dataset} {batch[i].Kind}: expected {string.Join('/', batch[i].Expected)}, the hub said [{string.Join(", ", told)}]");
            }
        }
    }

    private static bool IsGood(PostedLine line) => line.Expected.Count == 0;
}
