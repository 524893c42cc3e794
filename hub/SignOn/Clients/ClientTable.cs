using CityOps.Store;

namespace CityOps.Hub.SignOn.Clients;

/// <summary>A client as stored; <paramref name="Platform"/> when it is only the keys of a platform of the configuration.</summary>
internal sealed record ClientRow(string Id, string Name, string? Platform, byte[] Settings, bool Suspended);

/// <summary>A secret (stored form) or a public key (JWK) of a client.</summary>
internal sealed record ClientKeyRow(string Client, string Kid, string Kind, string Body, DateTimeOffset From, DateTimeOffset? Until)
{
    public const string Secret = "secret";
    public const string Jwk = "jwk";
}

/// <summary>The registered clients and their keys.</summary>
internal sealed class ClientTable(Engine engine)
{
    private const int Most = 10_000;

    public Task<IReadOnlyList<ClientRow>> ReadAsync(CancellationToken ct) =>
        engine.Sql($"SELECT id, name, platform, settings, suspended FROM hub_client ORDER BY id LIMIT {Most}")
            .RowsAsync(row => new ClientRow(row.Text(0), row.Text(1), row.MaybeText(2), row.Bytes(3), row.Flag(4)), ct);

    public Task<IReadOnlyList<ClientKeyRow>> ReadKeysAsync(CancellationToken ct) =>
        engine.Sql($"SELECT client, kid, kind, body, not_before, not_after FROM hub_client_key ORDER BY client, not_before, kid LIMIT {Most}")
            .RowsAsync(row => new ClientKeyRow(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Instant(4), row.MaybeInstant(5)), ct);

    /// <summary>False when the id is taken; a first secret goes with it or not at all.</summary>
    public async Task<bool> AddAsync(ClientRow client, ClientKeyRow? key, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var added = await scope.Sql(
                """
                INSERT INTO hub_client (id, name, platform, settings, suspended, created_at, changed_at)
                VALUES (@id, @name, @platform, @settings, @suspended, @now, @now)
                ON CONFLICT (id) DO NOTHING
                """)
            .With("id", Kind.Text, client.Id)
            .With("name", Kind.Text, client.Name)
            .With("platform", Kind.Text, client.Platform)
            .With("settings", Kind.Bytes, client.Settings)
            .With("suspended", Kind.Flag, client.Suspended)
            .With("now", Kind.Instant, now)
            .RunAsync(ct) == 1;
        if (added && key is not null)
        {
            await AddKeyAsync(scope, key, ct);
        }

        await scope.CommitAsync(ct);
        return added;
    }

    public async Task<bool> ChangeAsync(string id, string name, byte[] settings, DateTimeOffset now, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_client SET name = @name, settings = @settings, changed_at = @now WHERE id = @id AND platform IS NULL")
            .With("name", Kind.Text, name)
            .With("settings", Kind.Bytes, settings)
            .With("now", Kind.Instant, now)
            .With("id", Kind.Text, id)
            .RunAsync(ct) == 1;

    public async Task<bool> SuspendAsync(string id, bool suspended, DateTimeOffset now, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_client SET suspended = @suspended, changed_at = @now WHERE id = @id AND platform IS NULL")
            .With("suspended", Kind.Flag, suspended).With("now", Kind.Instant, now).With("id", Kind.Text, id)
            .RunAsync(ct) == 1;

    /// <summary>False when the client has a key of that name.</summary>
    public async Task<bool> AddKeyAsync(ClientKeyRow key, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var added = await AddKeyAsync(scope, key, ct) == 1;
        await scope.CommitAsync(ct);
        return added;
    }

    /// <summary>Ends a key at a time, earlier than it ended before or not at all.</summary>
    public async Task<bool> RetireKeyAsync(string client, string kid, DateTimeOffset until, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_client_key SET not_after = @until WHERE client = @client AND kid = @kid AND (not_after IS NULL OR not_after > @until)")
            .With("until", Kind.Instant, until).With("client", Kind.Text, client).With("kid", Kind.Text, kid)
            .RunAsync(ct) == 1;

    private static Task<int> AddKeyAsync(WriteScope scope, ClientKeyRow key, CancellationToken ct) =>
        scope.Sql(
                """
                INSERT INTO hub_client_key (client, kid, kind, body, not_before, not_after)
                VALUES (@client, @kid, @kind, @body, @from, @until)
                ON CONFLICT (client, kid) DO NOTHING
                """)
            .With("client", Kind.Text, key.Client)
            .With("kid", Kind.Text, key.Kid)
            .With("kind", Kind.Text, key.Kind)
            .With("body", Kind.Text, key.Body)
            .With("from", Kind.Instant, key.From)
            .With("until", Kind.Instant, key.Until)
            .RunAsync(ct);
}
