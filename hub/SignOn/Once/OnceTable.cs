using CityOps.Store;

namespace CityOps.Hub.SignOn.Once;

/// <summary>What may be seen only once; the primary key decides races, also between processes.</summary>
internal sealed class OnceTable(Engine engine)
{
    /// <summary>True for the first who brings the value before it expires.</summary>
    public async Task<bool> TakeAsync(string kind, string value, DateTimeOffset expires, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var first = await TakeAsync(scope, kind, value, expires, ct);
        await scope.CommitAsync(ct);
        return first;
    }

    public static async Task<bool> TakeAsync(WriteScope scope, string kind, string value, DateTimeOffset expires, CancellationToken ct) =>
        await scope.Sql("INSERT INTO hub_once (kind, value, expires_at) VALUES (@kind, @value, @expires) ON CONFLICT (kind, value) DO NOTHING")
            .With("kind", Kind.Text, kind).With("value", Kind.Text, value).With("expires", Kind.Instant, expires)
            .RunAsync(ct) == 1;

    /// <summary>Forgets what expired a minute ago; in small bites, so that no writer waits long.</summary>
    public async Task<int> ForgetAsync(DateTimeOffset now, CancellationToken ct)
    {
        var (gone, all) = (0, 0);
        do
        {
            gone = await engine.Sql("DELETE FROM hub_once WHERE (kind, value) IN (SELECT kind, value FROM hub_once WHERE expires_at < @until ORDER BY expires_at LIMIT 1000)")
                .With("until", Kind.Instant, now - TimeSpan.FromMinutes(1)).RunAsync(ct);
            all += gone;
        }
        while (gone == 1000);
        return all;
    }
}
