using CityOps.Store;
using Xunit;

namespace CityOps.Tests.Stores;

[Collection(AmbiguousCommitContract.FailPoints)]
public sealed class FailTests : IDisposable
{
    public void Dispose() => Fail.Arm("");

    [Fact]
    public void An_unarmed_point_does_nothing_and_costs_no_memory()
    {
        Fail.At("test.warm");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Fail.At("test.point");
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void An_armed_point_acts_at_its_count_and_once()
    {
        Fail.Arm("test.other:1:throw, test.point:3:throw");

        Fail.At("test.point");
        Fail.At("test.point");
        var fault = Assert.Throws<FailPointException>(() => Fail.At("test.point"));
        Fail.At("test.point");

        Assert.Contains("test.point", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pause_goes_on_afterwards()
    {
        Fail.Arm("test.point:1:pause:30");
        var from = TimeProvider.System.GetTimestamp();

        Fail.At("test.point");

        Assert.InRange(TimeProvider.System.GetElapsedTime(from).TotalMilliseconds, 25, 30_000);
    }

    [Theory]
    [InlineData("point")]
    [InlineData("point:0:kill")]
    [InlineData("point:1:explode")]
    [InlineData("point:1:pause")]
    [InlineData("point:1:kill:9")]
    public void A_plan_that_cannot_be_read_is_refused(string plan) => Assert.Throws<ArgumentException>(() => Fail.Arm(plan));

    [Fact]
    public async Task A_kill_ends_the_process_at_the_point()
    {
        var (code, said) = await ChildProcess.RunAsync("fail-point", "test.point:1:kill", "test.point");

        Assert.Equal(137, code);
        Assert.Equal("before\n", said);
    }

    [Fact]
    public async Task A_child_whose_point_is_not_armed_runs_on()
    {
        var (code, said) = await ChildProcess.RunAsync("fail-point", "test.point:1:kill", "test.elsewhere");

        Assert.Equal((0, "before\nafter\n"), (code, said));
    }
}
