using System.Text.Json;
using CityOps.Hub.Catalog;
using CityOps.Hub.Exchange.Log;
using CityOps.Schemas.Records;

namespace CityOps.Hub.Status.Showing;

/// <summary>记录: a record's life on this hub, found by what people know it by. Values of sensitive fields are hidden here.</summary>
internal sealed class RecordShow(LogTables tables, InterfaceBook interfaces)
{
    private const int MostFound = 50;
    private const int MostRevisions = 50;
    private const int MostRejected = 50;

    /// <summary>Records whose id, or whose number behind the platform, begins so; and refused ones with exactly that id.</summary>
    public async Task<object> SearchAsync(string words, CancellationToken ct)
    {
        var name = words.Contains(':', StringComparison.Ordinal) ? words[(words.IndexOf(':', StringComparison.Ordinal) + 1)..] : words;
        var found = (await tables.Heads.NamedAsync(name, MostFound, ct)).Where(one => HeadTable.RecordIdOf(one.Key).Contains(words, StringComparison.Ordinal)).ToList();
        var refused = await tables.Quarantine.PageAsync(new QuarantineSearch(null, null, words), null, MostRejected, ct);
        return new
        {
            records = found.Select(one => new { key = one.Key, dataset = one.Key[..one.Key.IndexOf(' ', StringComparison.Ordinal)], recordId = HeadTable.RecordIdOf(one.Key), owner = one.Owner, rev = one.Rev, position = one.Position }),
            refused = refused.Select(Show),
            more = found.Count == MostFound,
        };
    }

    /// <summary>Its revisions, newest first, and what was refused of it; null when this hub has never taken it.</summary>
    public async Task<object?> LifeAsync(string key, CancellationToken ct)
    {
        if (await tables.Heads.FindAsync(key, ct) is not { } head)
        {
            return null;
        }

        var revisions = new List<object>();
        for (long? at = head.Position; at is { } position && revisions.Count < MostRevisions;)
        {
            if (await tables.Log.AtAsync(position, ct) is not { } row)
            {
                break;
            }

            revisions.Add(new { position, rev = row.Rev, @interface = row.Row.Interface, regions = row.Row.Regions, acceptedAt = ChinaTime.Format(row.Row.AcceptedAt), record = Masked(row.Row.Interface, row.Row.Body) });
            at = row.Previous;
        }

        var refused = await tables.Quarantine.PageAsync(new QuarantineSearch(null, null, HeadTable.RecordIdOf(key)), null, MostRejected, ct);
        return new { key, recordId = HeadTable.RecordIdOf(key), owner = head.Owner, rev = head.Rev, revisions, refused = refused.Select(Show) };
    }

    /// <summary>One refused record with its problems in words and what was sent; null when there is none.</summary>
    public async Task<object?> RefusedAsync(Guid id, CancellationToken ct) =>
        await tables.Quarantine.FindAsync(id, ct) is { } found ? new { kept = Show(found.Kept), sent = Masked(found.Kept.Interface, found.Body), whole = IsJson(found.Body) } : null;

    public static object Show(KeptRecord one) => new
    {
        id = one.Id.ToString("N"), sender = one.Sender, @interface = one.Interface, batchId = one.BatchId, index = one.Index, recordId = one.RecordId, receivedAt = ChinaTime.Format(one.ReceivedAt),
        resolvedAt = one.ResolvedAt is { } at ? ChinaTime.Format(at) : null, resolvedBy = one.ResolvedBy,
        problems = one.Problems.Select(problem => new { pointer = problem.Pointer, keyword = problem.Keyword, code = problem.Code, message = problem.Message, messageEn = problem.MessageEn }),
    };

    // What cannot be read as an object is shown as text, cut short.
    private string Masked(string service, byte[] body)
    {
        if (!IsJson(body) || interfaces.Find(service) is not { } found)
        {
            return Cut(System.Text.Encoding.UTF8.GetString(body));
        }

        return System.Text.Encoding.UTF8.GetString(SensitiveValues.Hide(FieldSheet.Of(found.Dataset), body, indented: true));
    }

    private static bool IsJson(byte[] body)
    {
        try
        {
            using var record = JsonDocument.Parse(body);
            return record.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Cut(string text) => text.Length > 4_000 ? text[..4_000] + "…" : text;
}
