using CityOps.Schemas;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Evolution.Conversion;

namespace CityOps.Hub.Catalog.Standards;

/// <summary>标准发布与接收: keeps items and lays on the shelf what is in force.</summary>
public sealed class StandardDesk(StandardTable table, StandardShelf shelf, Deployment own, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);
    private readonly StandardEdition built = shelf.Current;
    private readonly SemaphoreSlim turn = new(1);
    private string inForce = "";

    public void Dispose() => turn.Dispose();

    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(Beijing).DateTime);

    /// <summary>Publishes a document of this tier from a day on.</summary>
    public async Task<Outcome<StandardItem>> PublishAsync(string kind, DateOnly effective, byte[] body, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            var known = await table.DocumentsAsync(ct);
            if (!StandardRules.Examine(own, kind, body, (effective, Today), known, shelf.Current).TryGet(out var item, out var refusal))
            {
                return refusal;
            }

            var document = new StandardDocument(item, body);
            if (StandsTogether([.. known, document], item.Effective) is { } fault)
            {
                return CatalogRefusals.BadDocument.Because(fault, fault);
            }

            await table.AddAsync([document], clock.GetUtcNow(), ct);
            await RenewAsync(ct);
            return item;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Keeps what the hub above holds and this one does not; answers how many were new.</summary>
    public async Task<int> ReceiveAsync(IReadOnlyList<StandardDocument> documents, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            var added = await table.AddAsync(documents, clock.GetUtcNow(), ct);
            if (added > 0)
            {
                await RenewAsync(ct);
            }

            return added;
        }
        finally
        {
            turn.Release();
        }
    }

    // The edition of that day must compile as a whole, its converters included.
    private string? StandsTogether(IReadOnlyList<StandardDocument> documents, DateOnly day)
    {
        try
        {
            ConverterBook.Read(StandardEdition.On(day, built, documents).Schemas);
            return null;
        }
        catch (InvalidDataException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>Lays today's edition on the shelf where it differs, and answers when the next one comes into force; null when none is known.</summary>
    public async Task<DateOnly?> RenewAsync(CancellationToken ct)
    {
        var documents = await table.DocumentsAsync(ct);
        var today = Today;
        var now = string.Join(' ', documents.Where(document => document.Item.Effective <= today).Select(document => document.Item.Digest));
        if (Interlocked.Exchange(ref inForce, now) != now)
        {
            shelf.Replace(StandardEdition.On(today, built, documents));
        }

        var ahead = documents.Select(document => document.Item.Effective).Where(day => day > today).ToList();
        return ahead.Count > 0 ? ahead.Min() : null;
    }
}
