using CityOps.Store;

namespace CityOps.Hub.SignOn.People;

/// <summary>Which roles an account holds and where.</summary>
internal sealed class AssignmentTable(Engine engine)
{
    public static Task<IReadOnlyList<Assignment>> OfAsync(Engine engine, Guid account, CancellationToken ct) =>
        engine.Sql("SELECT role, scope, scope_value FROM hub_assignment WHERE account = @account ORDER BY role, scope, scope_value LIMIT 200")
            .With("account", Kind.Id, account).RowsAsync(Read, ct);

    /// <summary>The user takes these roles and no others; false when the version is another by now, so that two changes never add up to what neither may be.</summary>
    public async Task<bool> ReplaceAsync(Guid account, long version, IEnumerable<Assignment> roles, string by, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = await engine.BeginWriteAsync(ct);
        var mine = await scope.Sql("UPDATE hub_user SET version = version + 1, changed_at = @now WHERE id = @id AND version = @version AND state <> 'closed'")
            .With("id", Kind.Id, account).With("version", Kind.Whole, version).With("now", Kind.Instant, now).RunAsync(ct) == 1;
        if (!mine)
        {
            return false;
        }

        await scope.Sql("DELETE FROM hub_assignment WHERE account = @id").With("id", Kind.Id, account).RunAsync(ct);
        await AddAsync(scope, account, roles, by, now, ct);
        await scope.CommitAsync(ct);
        return true;
    }

    public static async Task AddAsync(WriteScope scope, Guid account, IEnumerable<Assignment> roles, string by, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var one in roles.Distinct())
        {
            await scope.Sql("INSERT INTO hub_assignment (account, role, scope, scope_value, given_by, given_at) VALUES (@account, @role, @scope, @value, @by, @now)")
                .With("account", Kind.Id, account).With("role", Kind.Text, one.Role).With("scope", Kind.Text, Word(one.Scope)).With("value", Kind.Text, one.Value)
                .With("by", Kind.Text, by).With("now", Kind.Instant, now).RunAsync(ct);
        }
    }

    internal static string Word(ScopeKind scope) => scope switch
    {
        ScopeKind.Own => "own",
        ScopeKind.Region => "region",
        _ => "organisation",
    };

    internal static ScopeKind? ScopeOf(string word) => word switch
    {
        "own" => ScopeKind.Own,
        "region" => ScopeKind.Region,
        "organisation" => ScopeKind.Organisation,
        _ => null,
    };

    private static Assignment Read(Row row) =>
        new(row.Text(0), ScopeOf(row.Text(1)) ?? throw new InvalidDataException($"hub_assignment: no scope {row.Text(1)}"), row.Text(2));
}
