using CityOps.Store;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.Stores;

public sealed class IdMakerTests
{
    private readonly FakeClock clock = new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void An_id_is_of_version_7_and_carries_its_time()
    {
        var id = new IdMaker(clock).Next();

        Assert.Equal(7, id.Version);
        Assert.InRange(id.Variant, 8, 11);
        Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds(), Convert.ToInt64(id.ToString("N")[..12], 16));
    }

    [Fact]
    public void The_same_clock_and_randomness_make_the_same_ids()
    {
        RandomFill five = into => into.Fill(5);

        Assert.Equal(new IdMaker(clock, five).Next(), new IdMaker(clock, five).Next());
    }

    [Fact]
    public void Ids_only_grow_within_a_millisecond_and_when_the_clock_steps_back()
    {
        var ids = new IdMaker(clock);
        var made = Enumerable.Range(0, 10_000).Select(_ => ids.Next()).ToList();
        clock.Advance(TimeSpan.FromSeconds(-5));
        made.Add(ids.Next());
        clock.Advance(TimeSpan.FromMinutes(1));
        made.Add(ids.Next());

        var text = made.ConvertAll(id => id.ToString("N"));

        Assert.Equal(text.Order(StringComparer.Ordinal), text);
        Assert.Equal(text.Count, text.Distinct().Count());
    }

    [Fact]
    public async Task Many_threads_get_different_ids()
    {
        var ids = new IdMaker(TimeProvider.System);

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 5000).Select(_ => ids.Next()).ToArray())));

        Assert.Equal(20_000, made.SelectMany(id => id).Distinct().Count());
    }
}
