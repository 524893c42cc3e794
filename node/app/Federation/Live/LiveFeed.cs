using CityOps.Node.Generation;

namespace CityOps.Node.Federation.Live;

/// <summary>
/// Keeps one city busy: new cases at a steady rate, each case under way making one move a second. Seeds come from the clock, so a second start goes on with new cases.
/// </summary>
internal sealed class LiveFeed(RunningFederation federation, Member city, int seed, double rate, TimeProvider clock)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private readonly CityDriver driver = new(federation.As(city), new Progress());
    private readonly List<(string CaseNo, CaseLife Life, int Step)> open = [];
    private int lives;
    private double due;

    public async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Beat, clock);
        while (await timer.WaitForNextTickAsync(ct))
        {
            await MoveAsync(ct);
            await ReportAsync(ct);
        }
    }

    private async Task ReportAsync(CancellationToken ct)
    {
        for (due += rate; due >= 1; due--)
        {
            var life = CaseLives.Plan(seed, city.Region, lives++, clock.GetUtcNow());
            open.Add((await driver.CreateAsync(life, ct), life, 1));
        }
    }

    private async Task MoveAsync(CancellationToken ct)
    {
        open.RemoveAll(c => c.Step >= c.Life.Calls.Count);
        foreach (var chunk in Enumerable.Range(0, open.Count).Chunk(400))
        {
            await driver.MoveAsync([.. chunk.Select(i => new NextMove(open[i].CaseNo, open[i].Life.Calls[open[i].Step], open[i].Step))], ct);
            foreach (var i in chunk)
            {
                open[i] = open[i] with { Step = open[i].Step + 1 };
            }
        }
    }
}
