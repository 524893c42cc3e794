using System.Text.Json;
using CityOps.Node.Generation;

namespace CityOps.Node.Federation;

/// <summary>What posting the broken records came to.</summary>
internal sealed record PostedCounts(int Good, int Broken, IReadOnlyDictionary<string, int> GoodByDataset, IReadOnlyDictionary<string, int> BrokenByDataset);

/// <summary>
/// Posts broken records beside good ones as a department platform, and holds the hub to its word: every broken line is
/// refused with one of the codes it deserves, every neighbour accepted (I5).
/// </summary>
internal sealed class DepartmentDriver(ApiClient api, int seed)
{
    private const int BatchLines = 100;

    public async Task<PostedCounts> RunAsync(IReadOnlyList<PostedLine> lines, CancellationToken ct)
    {
        var number = 0;
        foreach (var batch in lines.GroupBy(l => l.Dataset).SelectMany(g => g.Chunk(BatchLines)))
        {
            var body = batch.SelectMany(l => (byte[])[.. l.Line.Span, (byte)'\n']).ToArray();
            var answer = await api.PostAsync($"exchange/v1/interfaces/{batch[0].Dataset}.v1.up/batches", body, "application/x-ndjson", $"demo-{seed}-{++number}", ct);
            if (!answer.Good)
            {
                throw new FederationException($"department batch {number}: {answer.Status} {answer.Text}");
            }

            Check(batch, answer.Json());
        }

        return new PostedCounts(
            lines.Count(IsGood),
            lines.Count(l => !IsGood(l)),
            lines.Where(IsGood).GroupBy(l => l.Dataset).ToDictionary(g => g.Key, g => g.Count()),
            lines.Where(l => !IsGood(l)).GroupBy(l => l.Dataset).ToDictionary(g => g.Key, g => g.Count()));
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
