using CityOps.Store;

namespace CityOps.Hub.SignOn.People;

/// <summary>账号关联: which user of another issuer is one of ours.</summary>
public sealed record AccountLink(string Issuer, string Subject, Guid Account, string LinkedBy, DateTimeOffset LinkedAt);

/// <summary>The links as stored; issuer and subject are compared byte for byte.</summary>
internal sealed class AccountLinkTable(Engine engine)
{
    private const string Columns = "issuer, subject, account, linked_by, linked_at";

    public Task<Guid?> FindAsync(string issuer, string subject, CancellationToken ct) =>
        engine.Sql("SELECT account FROM hub_account_link WHERE issuer = @issuer AND subject = @subject")
            .With("issuer", Kind.Text, issuer).With("subject", Kind.Text, subject).ScalarAsync<Guid?>(ct);

    public Task<IReadOnlyList<AccountLink>> OfAsync(Guid account, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_account_link WHERE account = @account ORDER BY issuer, subject LIMIT 200").With("account", Kind.Id, account).RowsAsync(Read, ct);

    /// <summary>False when that outside identity is linked already, to whomever.</summary>
    public async Task<bool> AddAsync(AccountLink link, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var added = await AddAsync(scope, link, ct);
        await scope.CommitAsync(ct);
        return added;
    }

    public static async Task<bool> AddAsync(WriteScope scope, AccountLink link, CancellationToken ct) =>
        await scope.Sql(
            """
            INSERT INTO hub_account_link (issuer, subject, account, linked_by, linked_at) VALUES (@issuer, @subject, @account, @by, @at)
            ON CONFLICT (issuer, subject) DO NOTHING
            """)
            .With("issuer", Kind.Text, link.Issuer).With("subject", Kind.Text, link.Subject).With("account", Kind.Id, link.Account)
            .With("by", Kind.Text, link.LinkedBy).With("at", Kind.Instant, link.LinkedAt).RunAsync(ct) == 1;

    public async Task<bool> RemoveAsync(Guid account, string issuer, string subject, CancellationToken ct) =>
        await engine.Sql("DELETE FROM hub_account_link WHERE issuer = @issuer AND subject = @subject AND account = @account")
            .With("issuer", Kind.Text, issuer).With("subject", Kind.Text, subject).With("account", Kind.Id, account).RunAsync(ct) == 1;

    private static AccountLink Read(Row row) => new(row.Text(0), row.Text(1), row.Id(2), row.Text(3), row.Instant(4));
}
