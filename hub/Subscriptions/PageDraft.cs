using CityOps.Hub.Exchange.Log;

namespace CityOps.Hub.Subscriptions;

/// <summary>
/// A page being filled, row by row in the order of positions. Rows of another version are converted; one that cannot be
/// is set aside for this subscription with the reason, and the page goes on behind it (I5).
/// </summary>
internal sealed class PageDraft(Subscription subscription, int most, long mostBytes, long after)
{
    private const int RowBytes = 64;
    private const int MostReason = 500;

    private readonly List<PageRecord> records = [];
    private readonly List<(string Key, long Position, string Reason)> unconverted = [];
    private long bytes;

    /// <summary>Whether rows come narrowed to the subscription's members; released ones never do.</summary>
    public bool Masked { get; init; }

    public IReadOnlyList<PageRecord> Records => records;

    /// <summary>What could not be converted, to be parked.</summary>
    public IReadOnlyList<(string Key, long Position, string Reason)> Unconverted => unconverted;

    /// <summary>Behind the last row that was taken, set aside or passed.</summary>
    public long Next { get; private set; } = after;

    public DateTimeOffset? OldestAt { get; private set; }

    /// <summary>A parked record asked for again; it does not move the page's end.</summary>
    public void AddReleased(LogRow row)
    {
        if (Made(row, released: true) is { } record)
        {
            bytes += record.Body.Length;
            records.Add(record);
        }
    }

    /// <summary>False where the page is full; the row then belongs to the next one.</summary>
    public bool TryAdd(LogRow row)
    {
        if (records.Count >= most || (bytes + row.Body.Length + RowBytes > mostBytes && records.Count > 0))
        {
            return false;
        }

        if (Made(row, released: false) is { } record)
        {
            bytes += record.Body.Length + RowBytes;
            OldestAt ??= row.AcceptedAt;
            records.Add(record);
        }

        return Pass(row);
    }

    /// <summary>Moves the page's end behind a row that is not delivered; always true.</summary>
    public bool Pass(LogRow row)
    {
        Next = row.Position;
        return true;
    }

    private PageRecord? Made(LogRow row, bool released)
    {
        if (!subscription.Converters.TryGetValue(row.Interface, out var converter))
        {
            return new PageRecord(row.Position, Masked && !released ? row.Body : Narrowed(row.Body), released);
        }

        var made = converter.Convert(row.Body);
        if (made.Problems is [var problem, ..])
        {
            var reason = $"无法由 {converter.From.Version} 版转换为 {converter.To.Version} 版：{problem.Pointer} {problem.Message} · {problem.Code} {problem.MessageEn}";
            unconverted.Add((row.Key, row.Position, reason.Length > MostReason ? reason[..MostReason] : reason));
            return null;
        }

        return new PageRecord(row.Position, Narrowed(made.Bytes), released) { Converted = new Converted(converter.From.Version, made.Notes) };
    }

    private ReadOnlyMemory<byte> Narrowed(ReadOnlyMemory<byte> record) => subscription.Mask is { } mask ? mask.Apply(record.Span) : record;
}
