using System.Text;
using System.Text.Json;
using CityOps.Hub.SignOn.People;

namespace CityOps.Hub.Audit.Reading;

/// <summary>Login and name of a person an entry speaks of by id.</summary>
internal sealed record AuditName(string Login, string Name);

/// <summary>
/// What readers of the log are told beside the entries themselves: who the ids are, for ids never change but readers know
/// logins, and how an entry stands in the chain.
/// </summary>
internal sealed class AuditShow(AuditTable table, CheckpointTable checkpoints, PeopleTables people)
{
    /// <summary>A page as JSON, newest first; <c>next</c> is the number to go on before.</summary>
    /// <param name="filter">Its actor may be a login.</param>
    public async Task<string> PageAsync(AuditFilter filter, long before, int limit, CancellationToken ct)
    {
        var rows = await table.FindAsync(filter with { Actor = await ActorOf(filter.Actor, ct) }, before, limit, ct);
        var next = rows.Count == limit ? rows[^1].Seq.ToString(System.Globalization.CultureInfo.InvariantCulture) : "null";
        return $"{{\"entries\":[{string.Join(',', rows.Select(TextOf))}],\"next\":{next},\"names\":{await NamesAsync(rows, ct)}}}";
    }

    /// <summary>One entry as JSON with its chain; null where the log does not reach so far.</summary>
    public async Task<string?> OneAsync(long seq, CancellationToken ct)
    {
        if (seq < 1 || await table.OneAsync(seq, ct) is not { } row)
        {
            return null;
        }

        var before = seq == 1 ? AuditEntry.NoLeaf : (await table.OneAsync(seq - 1, ct))?.Leaf;
        var seal = await checkpoints.AfterAsync(seq - 1, 1, ct) is [var first] ? first : null;
        var chain = new { leaf = Convert.ToHexStringLower(row.Leaf), holds = ChainRules.Holds(row), follows = ChainRules.Follows(row, before), sealedAt = seal?.At, sealedSize = seal?.Size };
        return $"{{\"entry\":{TextOf(row)},\"chain\":{JsonSerializer.Serialize(chain, SmallJson.Readable)},\"names\":{await NamesAsync([row], ct)}}}";
    }

    private async Task<string?> ActorOf(string? text, CancellationToken ct) =>
        text is null ? null
        : UserRules.Login(text) is { } login && await people.Users.FindByLoginAsync(login, ct) is { } user ? user.Subject
        : text;

    private async Task<string> NamesAsync(IReadOnlyList<AuditRow> rows, CancellationToken ct)
    {
        var found = await people.Users.NamesAsync([.. rows.SelectMany(ChainRules.PeopleIn).Distinct()], ct);
        return JsonSerializer.Serialize(found.ToDictionary(one => one.Id.ToString("N"), one => new AuditName(one.Login, one.Name), StringComparer.Ordinal), SmallJson.Readable);
    }

    // Kept bytes are JSON already; retention leaves none.
    private static string TextOf(AuditRow row) => row.Body is { } body ? Encoding.UTF8.GetString(body) : "null";
}

/// <summary>How one entry stands in the chain, and whom it speaks of. Pure.</summary>
internal static class ChainRules
{
    /// <summary>Whether the hash kept beside the entry is the entry's; null where retention has taken the entry.</summary>
    public static bool? Holds(AuditRow row) => row.Body is { } body ? MerkleTree.Leaf(body).AsSpan().SequenceEqual(row.Leaf) : null;

    /// <summary>Whether it names the entry before as that one is kept; null where one of them is gone.</summary>
    public static bool? Follows(AuditRow row, byte[]? before) =>
        row.Body is { } && before is not null ? Members(row, "prev") is [var prev] && prev == Convert.ToHexStringLower(before) : null;

    /// <summary>The ids among actor and subject that have the form of an account's.</summary>
    public static IEnumerable<Guid> PeopleIn(AuditRow row) =>
        Members(row, "actor", "subject").Select(text => Guid.TryParseExact(text, "N", out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty);

    private static string[] Members(AuditRow row, params string[] names)
    {
        if (row.Body is not { } body)
        {
            return [];
        }

        using var json = JsonDocument.Parse(body);
        return [.. names.Select(name => json.RootElement.GetProperty(name).GetString()).OfType<string>()];
    }
}
