using CityOps.Store;

namespace CityOps.Hub.Exchange.Log;

/// <summary>问题原因: what a sender's records to an interface were refused for on one day. List indexes in the pointer are stars.</summary>
/// <param name="Day"><c>yyyy-MM-dd</c> in China time.</param>
public sealed record Cause(string Day, string Sender, string Interface, string Pointer, string Code, long Count, string Message, string MessageEn, DateTimeOffset LastAt);

/// <summary>What narrows a list of causes; null does not.</summary>
public sealed record CauseSearch(string? Sender, string? Interface, string? Code, string FromDay);

/// <summary>Causes, counted in the accepting transaction: a page of them never reads the quarantine.</summary>
public sealed class CauseTable(Engine engine)
{
    private const string Columns = "day, sender, interface, pointer, code, count, message, message_en, last_at";

    public static async Task AddAsync(WriteScope scope, IEnumerable<Cause> causes, CancellationToken ct)
    {
        foreach (var one in causes)
        {
            await scope.Sql($"""
                INSERT INTO hub_cause ({Columns}) VALUES (@day, @sender, @interface, @pointer, @code, @count, @message, @message_en, @at)
                ON CONFLICT (day, sender, interface, pointer, code) DO UPDATE SET count = hub_cause.count + excluded.count, last_at = excluded.last_at, message = excluded.message, message_en = excluded.message_en
                """)
                .With("day", Kind.Text, one.Day).With("sender", Kind.Text, one.Sender).With("interface", Kind.Text, one.Interface).With("pointer", Kind.Text, one.Pointer).With("code", Kind.Text, one.Code)
                .With("count", Kind.Whole, one.Count).With("message", Kind.Text, one.Message).With("message_en", Kind.Text, one.MessageEn).With("at", Kind.Instant, one.LastAt)
                .RunAsync(ct);
        }
    }

    /// <summary>Since a day, the most frequent first.</summary>
    public Task<IReadOnlyList<Cause>> SumAsync(CauseSearch search, int most, CancellationToken ct)
    {
        var narrow = (search.Sender is null ? "" : " AND sender = @sender") + (search.Interface is null ? "" : " AND interface = @interface") + (search.Code is null ? "" : " AND code = @code");
        return engine.Sql($"""
            SELECT max(day), sender, interface, pointer, code, CAST(sum(count) AS bigint), max(message), max(message_en), max(last_at) FROM hub_cause WHERE day >= @day{narrow}
            GROUP BY sender, interface, pointer, code ORDER BY 6 DESC, sender, interface, pointer, code LIMIT @most
            """)
            .With("day", Kind.Text, search.FromDay).With("sender", Kind.Text, search.Sender ?? "").With("interface", Kind.Text, search.Interface ?? "").With("code", Kind.Text, search.Code ?? "").With("most", Kind.Whole, most)
            .RowsAsync(Read, ct);
    }

    /// <summary>What was refused lately, newest first.</summary>
    public Task<IReadOnlyList<Cause>> SinceAsync(DateTimeOffset from, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_cause WHERE last_at >= @from ORDER BY last_at DESC LIMIT 5000").With("from", Kind.Instant, from).RowsAsync(Read, ct);

    private static Cause Read(Row row) => new(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Whole(5), row.Text(6), row.Text(7), row.Instant(8));
}
