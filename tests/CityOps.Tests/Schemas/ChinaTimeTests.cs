using System.Text;
using CityOps.Schemas.Records;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CityOps.Tests.Schemas;

public sealed class ChinaTimeTests
{
    [Fact]
    public void An_instant_is_written_in_Beijing_time_with_milliseconds() =>
        Assert.Equal(
            "2026-01-01T00:30:05.040+08:00",
            ChinaTime.Format(new DateTimeOffset(2025, 12, 31, 16, 30, 5, 40, TimeSpan.Zero)));

    [Fact]
    public void Whole_milliseconds_survive_writing_and_reading() =>
        Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(),
            number =>
            {
                var instant = DateTimeOffset.FromUnixTimeMilliseconds(number * 1_861L);
                return ChinaTime.TryParse(ChinaTime.Format(instant), out var read) && read == instant && read.Offset == TimeSpan.Zero;
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2026-03-31T09:12:05+08:00", 0)]
    [InlineData("2026-03-31T09:12:05.5+08:00", 5_000_000)]
    [InlineData("2026-03-31T09:12:05.123456789+08:00", 1_234_567)]
    public void Fractions_are_read_to_a_hundred_nanoseconds(string text, long ticks)
    {
        Assert.True(ChinaTime.TryParse(text, out var read));
        Assert.Equal(new DateTimeOffset(2026, 3, 31, 1, 12, 5, TimeSpan.Zero).AddTicks(ticks), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-03-31")]
    [InlineData("2026-03-31T09:12:05")]
    [InlineData("2026-03-31T01:12:05Z")]
    [InlineData("2026-03-31T09:12:05+09:00")]
    [InlineData("2026-03-31T09:12:05-08:00")]
    [InlineData("2026-03-31T09:12:05+0800")]
    [InlineData("2026-03-31 09:12:05+08:00")]
    [InlineData("2026-02-29T09:12:05+08:00")]
    [InlineData("2026-13-01T09:12:05+08:00")]
    [InlineData("2026-03-31T24:00:00+08:00")]
    [InlineData("2026-03-31T09:60:05+08:00")]
    [InlineData("2026-12-31T23:59:60+08:00")]
    [InlineData("2026-03-31T09:12:05.+08:00")]
    [InlineData("2026-03-31T09:12:05.1234567890+08:00")]
    [InlineData("2026-03-31T09:12:05.1x+08:00")]
    [InlineData("2026-0a-31T09:12:05+08:00")]
    [InlineData("２026-03-31T09:12:05+08:00")]
    [InlineData("0001-01-01T00:00:00+08:00")]
    public void Any_other_way_to_write_a_time_is_refused(string text)
    {
        Assert.False(ChinaTime.TryParse(text, out _));
        Assert.False(ChinaTime.TryParse(Encoding.UTF8.GetBytes(text), out _));
    }
}
