using System.Text.Json;
using CityOps.Hub.SignOn.Interactions;
using CityOps.Store;

namespace CityOps.Hub.SignOn.Authorize.Pushed;

/// <summary>Pushed authorization requests, by the hash of their handle.</summary>
internal sealed class PushedTable(Engine engine)
{
    public Task AddAsync(string hash, string client, IReadOnlyDictionary<string, string> parameters, DateTimeOffset expires, CancellationToken ct) =>
        engine.Sql(
                """
                INSERT INTO hub_pushed_request (hash, client, parameters, expires_at, used_at)
                VALUES (@hash, @client, @parameters, @expires, NULL)
                """)
            .With("hash", Kind.Text, hash)
            .With("client", Kind.Text, client)
            .With("parameters", Kind.Bytes, JsonSerializer.SerializeToUtf8Bytes(parameters, InteractionJson.Default.IReadOnlyDictionaryStringString))
            .With("expires", Kind.Instant, expires)
            .RunAsync(ct);

    public Task<PushedRequest?> FindAsync(string hash, CancellationToken ct) =>
        engine.Sql("SELECT client, parameters, expires_at, used_at FROM hub_pushed_request WHERE hash = @hash")
            .With("hash", Kind.Text, hash)
            .FirstAsync<PushedRequest?>(
                row => new PushedRequest(
                    row.Text(0),
                    JsonSerializer.Deserialize(row.Bytes(1), InteractionJson.Default.IReadOnlyDictionaryStringString)!,
                    row.Instant(2),
                    !row.IsNull(3)),
                ct);

    /// <summary>True for the one who uses it; the end of its life is no matter to somebody already at the login page.</summary>
    public async Task<bool> UseAsync(string hash, DateTimeOffset now, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_pushed_request SET used_at = @now WHERE hash = @hash AND used_at IS NULL")
            .With("now", Kind.Instant, now).With("hash", Kind.Text, hash).RunAsync(ct) == 1;

    public Task<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken ct) =>
        engine.Sql("DELETE FROM hub_pushed_request WHERE expires_at <= @before").With("before", Kind.Instant, before).RunAsync(ct);
}

internal sealed record PushedRequest(string Client, IReadOnlyDictionary<string, string> Parameters, DateTimeOffset ExpiresAt, bool IsUsed);
