using CityOps.Store;

namespace CityOps.Hub.SignOn.Consent;

/// <summary>What a user has allowed a client.</summary>
internal sealed record GivenConsent(string Client, IReadOnlyList<string> Scopes, DateTimeOffset GivenAt);

/// <summary>Consents: one row for each user and client.</summary>
internal sealed class ConsentTable(Engine engine)
{
    public Task<GivenConsent?> FindAsync(Guid user, string client, CancellationToken ct) =>
        engine.Sql("SELECT client, scopes, given_at FROM hub_consent WHERE account = @account AND client = @client")
            .With("account", Kind.Id, user).With("client", Kind.Text, client).FirstAsync<GivenConsent?>(Read, ct);

    public Task<IReadOnlyList<GivenConsent>> OfUserAsync(Guid user, CancellationToken ct) =>
        engine.Sql("SELECT client, scopes, given_at FROM hub_consent WHERE account = @account ORDER BY client LIMIT 500")
            .With("account", Kind.Id, user).RowsAsync(Read, ct);

    public Task PutAsync(Guid user, GivenConsent consent, CancellationToken ct) =>
        engine.Sql(
                """
                INSERT INTO hub_consent (account, client, scopes, given_at) VALUES (@account, @client, @scopes, @now)
                ON CONFLICT (account, client) DO UPDATE SET scopes = excluded.scopes, given_at = excluded.given_at
                """)
            .With("account", Kind.Id, user)
            .With("client", Kind.Text, consent.Client)
            .With("scopes", Kind.Text, string.Join(' ', consent.Scopes))
            .With("now", Kind.Instant, consent.GivenAt)
            .RunAsync(ct);

    public async Task<bool> RemoveAsync(Guid user, string client, CancellationToken ct) =>
        await engine.Sql("DELETE FROM hub_consent WHERE account = @account AND client = @client")
            .With("account", Kind.Id, user).With("client", Kind.Text, client).RunAsync(ct) == 1;

    private static GivenConsent Read(Row row) =>
        new(row.Text(0), row.Text(1).Split(' ', StringSplitOptions.RemoveEmptyEntries), row.Instant(2));
}
