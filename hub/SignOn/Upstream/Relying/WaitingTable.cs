using CityOps.Hub.Guards;
using CityOps.Store;

namespace CityOps.Hub.SignOn.Upstream.Relying;

/// <summary>Authorization requests on their way: found again once, by the browser they belong to, within ten minutes.</summary>
internal sealed class WaitingTable(Engine engine, GuardSwitch guards)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <param name="state">The state sent along; kept as a hash, as is the browser's cookie.</param>
    /// <param name="party">Whom the browser was sent to.</param>
    /// <param name="waiting">What to go on with.</param>
    public async Task AddAsync(string state, string browser, string party, string waiting, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        await scope.Sql("DELETE FROM hub_upstream_request WHERE expires_at <= @now").With("now", Kind.Instant, now).RunAsync(ct);
        await scope.Sql(
                """
                INSERT INTO hub_upstream_request (hash, browser, party, waiting, expires_at, used_at)
                VALUES (@hash, @browser, @party, @waiting, @expires, NULL)
                """)
            .With("hash", Kind.Text, LoginTicket.Hash(state))
            .With("browser", Kind.Text, LoginTicket.Hash(browser))
            .With("party", Kind.Text, party)
            .With("waiting", Kind.Text, waiting)
            .With("expires", Kind.Instant, now + Life)
            .RunAsync(ct);
        await scope.CommitAsync(ct);
    }

    /// <summary>Party and what waits, for the one caller who takes it; another browser's attempt leaves it as it is.</summary>
    public async Task<(string Party, string Waiting)?> TakeAsync(string state, string browser, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var taken = await scope.Sql(
                """
                UPDATE hub_upstream_request SET used_at = @now
                WHERE hash = @hash AND expires_at > @now
                  AND (browser = @browser OR @browser = '') AND (used_at IS NULL OR @again = 'yes')
                RETURNING party, waiting
                """)
            .With("again", Kind.Text, guards.IsOn("upstream.state-once") ? "no" : "yes")
            .With("now", Kind.Instant, now)
            .With("hash", Kind.Text, LoginTicket.Hash(state))
            .With("browser", Kind.Text, guards.IsOn("upstream.browser") ? LoginTicket.Hash(browser) : "")
            .FirstAsync<(string, string)?>(row => (row.Text(0), row.Text(1)), ct);
        await scope.CommitAsync(ct);
        return taken;
    }
}
