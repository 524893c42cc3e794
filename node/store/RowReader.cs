namespace CityOps.Store;

/// <summary>
/// For whom rows are read. On PostgreSQL the database itself shows such a reading no row of anybody else (security.md
/// 9.1), whatever the statement asks for; on SQLite, which has no roles, only the statement's own conditions hold.
/// </summary>
/// <param name="Interfaces">Whose log rows it may see.</param>
public sealed record RowReader(string Subscription, string Platform, IReadOnlyList<string> Interfaces);

/// <summary>Whether the database guards readings by itself.</summary>
public static class RowSecurity
{
    /// <summary>
    /// Tries to take the reading role once; from then on every reading <see cref="SqlStatement.For"/> somebody goes through
    /// it. False when this user may not, and on SQLite: then readings go on with the statements' own conditions.
    /// </summary>
    public static Task<bool> ArmAsync(Engine engine, CancellationToken ct) => engine.ArmReaderAsync(ct);
}
