using CityOps.Hub.Exchange;

namespace CityOps.Hub.Onboarding.Joining;

/// <summary>联调: notes which interfaces a platform has tried with records that hold.</summary>
internal sealed class JoinTests(JoinTable table, TimeProvider clock)
{
    /// <summary>A test batch was judged; one with a refused record, or with none at all, proves nothing.</summary>
    public async Task NoteAsync(Platform platform, string service, ReceiptCounts counts, CancellationToken ct)
    {
        if (!platform.Testing || counts.Offered == 0)
        {
            return;
        }

        // Batches of several interfaces come at once: each is noted on what stands then.
        while (await table.OfAsync(platform.Code.ToString(), ct) is { State: JoinState.Testing } join)
        {
            var progress = counts.Rejected > 0
                ? join.Progress with { Trouble = $"{service}：{counts.Rejected} 条不合格，见回执 / records refused, see the receipt" }
                : join.Progress with { Tests = new Dictionary<string, TestPassed>(join.Progress.Tests) { [service] = new(clock.GetUtcNow(), counts.Accepted) }, Trouble = null };
            if (await table.ChangeAsync(join with { Progress = progress }, ct))
            {
                return;
            }
        }
    }
}
