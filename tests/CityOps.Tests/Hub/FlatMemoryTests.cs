using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace CityOps.Tests.Hub;

/// <summary>Runs when nothing else does: what is measured is the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

/// <summary>I9: memory does not grow with what is sent.</summary>
[Collection(Alone.Name)]
public sealed class FlatMemoryTests(BadInputCity city) : IClassFixture<BadInputCity>
{
    private readonly HubHost hub = city.Hub;

    [Fact]
    public async Task I9_memory_stays_flat_under_the_largest_batches_and_under_bombs()
    {
        var filler = new string('x', 200_000);
        var big = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 78).Select(i => HubHost.Case($"L{i}", change: r => r["ext"] = new JsonObject { ["a"] = filler, ["colour"] = i }))));
        var bomb = BadInputTests.Gzip(new byte[64 << 20]);
        await RoundsAsync(big, bomb, 6); // the pool fills to what runs at once
        var before = Settled();

        await RoundsAsync(big, bomb, 18);

        Assert.InRange(Settled() - before, long.MinValue, 64L << 20); // 18 rounds carry 280 MiB, and 1,150 MiB of bombs
    }

    private async Task RoundsAsync(byte[] big, byte[] bomb, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            var (large, burst) = (hub.PostAsync(big, Fresh()), hub.PostAsync(bomb, Fresh(), coding: "gzip"));
            Assert.Equal((200, 413), ((await large).Status, (await burst).Status));
        }
    }

    private static string Fresh() => Guid.CreateVersion7().ToString("N");

    private static long Settled()
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
