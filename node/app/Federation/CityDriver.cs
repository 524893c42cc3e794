using System.Globalization;
using System.Text.Json;
using CityOps.Node.Generation;

namespace CityOps.Node.Federation;

/// <summary>
/// Lives the planned lives of one city through its API, as its desks would. An answer lost to a crash shows as a version
/// that is already one further; anything else unexpected ends the run with what was said.
/// </summary>
internal sealed class CityDriver(ApiClient api, Progress progress)
{
    private const int Together = 200;
    private const int Groups = 2;

    public Task RunAsync(IEnumerable<CaseLife> lives, CancellationToken ct) =>
        Parallel.ForEachAsync(lives.Chunk(Together), new ParallelOptions { MaxDegreeOfParallelism = Groups, CancellationToken = ct }, async (group, token) => await LiveAsync(group, token));

    /// <summary>Reports one case; answers its number. Asking again with the same task number answers the same case.</summary>
    public async Task<string> CreateAsync(CaseLife life, CancellationToken ct)
    {
        var answer = await api.PostAsync("api/command/cases", life.Calls[0].Body, ct);
        return answer.Good
            ? answer.Json().GetProperty("caseNo").GetString()!
            : throw new FederationException($"create {life.TaskNum}: {answer.Status} {answer.Text}");
    }

    /// <summary>Makes one move of each case in one request.</summary>
    public async Task MoveAsync(IReadOnlyList<NextMove> moves, CancellationToken ct)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartArray();
            foreach (var (caseNo, call, _) in moves)
            {
                json.WriteStartObject();
                json.WriteString("caseNo", caseNo);
                json.WritePropertyName("move");
                json.WriteRawValue(call.Body);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        var answer = await api.PostAsync("api/command/moves", body.ToArray(), ct);
        if (!answer.Good)
        {
            throw new FederationException($"moves: {answer.Status} {answer.Text}");
        }

        foreach (var (item, move) in answer.Json().GetProperty("items").EnumerateArray().Zip(moves))
        {
            if (item.GetProperty("status").GetInt32() != 200 && !AlreadyHappened(item, move.Step))
            {
                throw new FederationException($"step {move.Step}: {item}");
            }
        }
    }

    /// <summary>Has the city count its days now.</summary>
    public async Task CountDaysAsync(CancellationToken ct)
    {
        var answer = await api.PostAsync("api/command/statistics/count", "{}"u8.ToArray(), ct);
        if (!answer.Good)
        {
            throw new FederationException($"statistics: {answer.Status} {answer.Text}");
        }
    }

    private async Task LiveAsync(CaseLife[] lives, CancellationToken ct)
    {
        var numbers = new string[lives.Length];
        await Parallel.ForAsync(0, lives.Length, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = ct }, async (i, token) => numbers[i] = await CreateAsync(lives[i], token));
        var longest = lives.Max(l => l.Calls.Count);
        for (var step = 1; step < longest; step++)
        {
            var moves = lives.Select((life, i) => (Life: life, CaseNo: numbers[i])).Where(x => x.Life.Calls.Count > step).Select(x => new NextMove(x.CaseNo, x.Life.Calls[step], step)).ToList();
            await MoveAsync(moves, ct);
        }

        progress.Lived(lives.Length);
    }

    // A create makes version 1, so the step-th move expects version `step` and leaves one more.
    private static bool AlreadyHappened(JsonElement item, int step) =>
        item.GetProperty("status").GetInt32() == 409 &&
        item.TryGetProperty("version", out var version) &&
        long.Parse(version.ToString(), CultureInfo.InvariantCulture) > step;
}

/// <summary>One move due: the step-th call of a case's life.</summary>
internal sealed record NextMove(string CaseNo, LifeCall Call, int Step);

/// <summary>The federation did something it must not; the message says what.</summary>
internal sealed class FederationException(string message) : Exception(message);

/// <summary>What the run has done so far, for whoever shows it.</summary>
internal sealed class Progress
{
    private int lived;

    public int Cases => Volatile.Read(ref lived);

    public string Stage { get; set; } = "";

    public void Lived(int cases) => Interlocked.Add(ref lived, cases);
}
