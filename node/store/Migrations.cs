using System.Reflection;
using CityOps.Store.Migrating;

namespace CityOps.Store;

/// <summary>Brings a room's tables to what its migration files say: forward only, numbered, checked by hash, verified afterwards.</summary>
public static class Migrations
{
    private const string Ledger =
        """
        CREATE TABLE IF NOT EXISTS store_migration (
          room text NOT NULL, number bigint NOT NULL, name text NOT NULL, hash bytea NOT NULL, applied_at timestamptz NOT NULL,
          PRIMARY KEY (room, number))
        """;

    /// <summary>
    /// Applies the embedded files <c>migrations/NNN_room_name.sql</c> (with <c>.pg.sql</c> or <c>.sqlite.sql</c> of the same
    /// stem after it), all in one transaction; several processes may start together. Throws <see cref="StoreException"/>
    /// when an applied file was edited, when the store is newer than this program, and naming each table, column and index
    /// that is missing afterwards.
    /// </summary>
    public static async Task ApplyAsync(Engine engine, Assembly assembly, string room, CancellationToken ct)
    {
        var files = MigrationFile.Of(assembly, room, engine.Extension);
        await using (var scope = await engine.BeginWriteAsync(ct))
        {
            if (engine.MigrationLock is { Length: > 0 } wait)
            {
                await scope.Sql(wait).RunAsync(ct);
            }

            await scope.Sql(Ledger).RunAsync(ct);
            var applied = await AppliedAsync(scope, room, ct);
            RefuseStrangers(room, files, applied);
            foreach (var file in files.Where(file => !applied.ContainsKey(file.Number)))
            {
                await ApplyAsync(scope, file, ct);
            }

            await scope.CommitAsync(ct);
        }

        await DeclaredSchema.Read(files.Select(file => file.Sql)).VerifyAsync(engine, room, ct);
    }

    private static async Task<Dictionary<long, byte[]>> AppliedAsync(WriteScope scope, string room, CancellationToken ct)
    {
        var rows = await scope.Sql("SELECT number, hash FROM store_migration WHERE room = @room")
            .With("room", Kind.Text, room)
            .RowsAsync(row => (Number: row.Whole(0), Hash: row.Bytes(1)), ct);
        return rows.ToDictionary(row => row.Number, row => row.Hash);
    }

    private static void RefuseStrangers(string room, IReadOnlyList<MigrationFile> files, Dictionary<long, byte[]> applied)
    {
        var newest = applied.Keys.DefaultIfEmpty(0).Max();
        foreach (var number in applied.Keys.Order())
        {
            var file = files.FirstOrDefault(file => file.Number == number)
                ?? throw new StoreException(
                    $"The store knows migration {number:000} of '{room}', this program does not: it is older than the store. "
                    + "Start the newer version, or restore the backup taken before the upgrade.");
            if (!file.Hash.AsSpan().SequenceEqual(applied[number]))
            {
                throw new StoreException(
                    $"Migration {file.Name} was edited after it was applied to this store. Undo the edit and put the change into a new file.");
            }
        }

        if (files.FirstOrDefault(file => file.Number < newest && !applied.ContainsKey(file.Number)) is { } late)
        {
            throw new StoreException(
                $"Migration {late.Name} comes before {newest:000} of '{room}', which this store has already: give it a number after {newest:000}.");
        }
    }

    private static async Task ApplyAsync(WriteScope scope, MigrationFile file, CancellationToken ct)
    {
        await scope.Sql(file.Sql).RunAsync(ct);
        await scope.Sql("INSERT INTO store_migration (room, number, name, hash, applied_at) VALUES (@room, @number, @name, @hash, @at)")
            .With("room", Kind.Text, file.Room)
            .With("number", Kind.Whole, file.Number)
            .With("name", Kind.Text, file.Name)
            .With("hash", Kind.Bytes, file.Hash)
            .With("at", Kind.Instant, TimeProvider.System.GetUtcNow())
            .RunAsync(ct);
    }
}
