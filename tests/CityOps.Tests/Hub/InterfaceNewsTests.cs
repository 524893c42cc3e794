using CityOps.Hub;
using Xunit;

namespace CityOps.Tests.Hub;

public sealed class InterfaceNewsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Only_those_who_wait_for_an_interface_that_has_grown_are_woken()
    {
        using var stop = new CancellationTokenSource();
        var log = new Log();
        var news = new News(log);
        var first = news.Next("MG-01.v1.up");
        var running = news.RunAsync(stop.Token);
        await first.WaitAsync(Soon, stop.Token); // the first look wakes everybody
        var (grown, idle) = (news.Next("MG-01.v1.up"), news.Next("MG-02.v1.up"));

        log.Add("MG-01.v1.up");
        await grown.WaitAsync(Soon, stop.Token);

        Assert.False(idle.IsCompleted);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_wakes_everybody_so_that_each_meets_the_fault()
    {
        using var stop = new CancellationTokenSource();
        var log = new Log { Broken = true };
        var news = new News(log);
        var waiting = news.Next("MG-01.v1.up");
        var running = news.RunAsync(stop.Token);

        await waiting.WaitAsync(Soon, stop.Token);

        await stop.CancelAsync();
        await running;
    }

    private sealed class Log : Pulse
    {
        private readonly List<string> rows = [];

        public bool Broken { get; init; }

        public long Head => Broken ? throw new InvalidOperationException("no store") : rows.Count;

        public void Add(string service)
        {
            rows.Add(service);
            Beat();
        }

        public List<Grown> After(long position) =>
            [.. rows.Select((service, i) => new Grown(service, i + 1)).Where(row => row.Position > position)];
    }

    private sealed class News(Log log) : InterfaceNews(log, TimeProvider.System)
    {
        protected override Task<long> HeadAsync(CancellationToken ct) => Task.FromResult(log.Head);

        protected override Task<IReadOnlyList<Grown>> GrownAsync(long after, CancellationToken ct) => Task.FromResult<IReadOnlyList<Grown>>(log.After(after));
    }
}
