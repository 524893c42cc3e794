using System.Text.Json;
using CityOps.Store;

namespace CityOps.Hub.SignOn.Interactions;

/// <summary>Waiting requests, by the hash of their id.</summary>
internal sealed class InteractionTable(Engine engine)
{
    /// <param name="browser">Hash of the browser's cookie; empty until the first GET brings one.</param>
    public Task AddAsync(string hash, string browser, Interaction interaction, CancellationToken ct) =>
        engine.Sql(
                """
                INSERT INTO hub_interaction (id, browser, client, parameters, state, expires_at)
                VALUES (@id, @browser, @client, @parameters, @state, @expires)
                """)
            .With("id", Kind.Text, hash)
            .With("browser", Kind.Text, browser)
            .With("client", Kind.Text, interaction.Client)
            .With("parameters", Kind.Bytes, JsonSerializer.SerializeToUtf8Bytes(interaction.Parameters, InteractionJson.Default.IReadOnlyDictionaryStringString))
            .With("state", Kind.Bytes, Bytes(interaction.State))
            .With("expires", Kind.Instant, interaction.ExpiresAt)
            .RunAsync(ct);

    public Task<(string Browser, Interaction Interaction)?> FindAsync(string id, string hash, DateTimeOffset now, CancellationToken ct) =>
        engine.Sql("SELECT browser, client, parameters, state, expires_at FROM hub_interaction WHERE id = @id AND expires_at > @now")
            .With("id", Kind.Text, hash)
            .With("now", Kind.Instant, now)
            .FirstAsync<(string, Interaction)?>(row => (row.Text(0), Read(id, row)), ct);

    /// <summary>True for the one browser that brings a cookie first.</summary>
    public async Task<bool> BindAsync(string hash, string browser, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_interaction SET browser = @browser WHERE id = @id AND browser = ''")
            .With("browser", Kind.Text, browser).With("id", Kind.Text, hash).RunAsync(ct) == 1;

    public async Task<bool> SaveAsync(string hash, InteractionState state, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_interaction SET state = @state WHERE id = @id")
            .With("state", Kind.Bytes, Bytes(state)).With("id", Kind.Text, hash).RunAsync(ct) == 1;

    /// <summary>True for the one who ends it.</summary>
    public async Task<bool> RemoveAsync(string hash, CancellationToken ct) =>
        await engine.Sql("DELETE FROM hub_interaction WHERE id = @id").With("id", Kind.Text, hash).RunAsync(ct) == 1;

    public Task<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken ct) =>
        engine.Sql("DELETE FROM hub_interaction WHERE expires_at <= @now").With("now", Kind.Instant, now).RunAsync(ct);

    private static byte[] Bytes(InteractionState state) => JsonSerializer.SerializeToUtf8Bytes(state, InteractionJson.Default.InteractionState);

    private static Interaction Read(string id, Row row) => new(
        id,
        row.Text(1),
        JsonSerializer.Deserialize(row.Bytes(2), InteractionJson.Default.IReadOnlyDictionaryStringString)!,
        JsonSerializer.Deserialize(row.Bytes(3), InteractionJson.Default.InteractionState)!,
        row.Instant(4));
}
