using System.Text.RegularExpressions;

namespace CityOps.Store.Migrating;

/// <summary>
/// What our own migration files say there must be, read with a reader just good enough for our own files:
/// CREATE TABLE, CREATE INDEX, ALTER TABLE ADD/DROP COLUMN, DROP TABLE, DROP INDEX. Renames are refused: add and drop.
/// </summary>
internal sealed partial class DeclaredSchema
{
    private static readonly HashSet<string> NotAColumn =
        new(["constraint", "primary", "foreign", "unique", "check", "exclude", "like"], StringComparer.Ordinal);

    private readonly Dictionary<string, HashSet<string>> tables = [];
    private readonly Dictionary<string, string> indexes = [];

    public static DeclaredSchema Read(IEnumerable<string> files)
    {
        var schema = new DeclaredSchema();
        foreach (var statement in files.SelectMany(Statements))
        {
            schema.Take(statement);
        }

        return schema;
    }

    /// <summary>Throws naming every table, column and index that is declared and not there.</summary>
    public async Task VerifyAsync(Engine engine, string room, CancellationToken ct)
    {
        var columns = await engine.Sql(engine.ColumnsQuery).RowsAsync(row => (row.Text(0), row.Text(1)), ct);
        var there = columns.ToLookup(column => column.Item1, column => column.Item2);
        var found = (await engine.Sql(engine.IndexesQuery).RowsAsync(row => row.Text(0), ct)).ToHashSet();
        var missing = tables.Keys.Where(table => !there.Contains(table)).Select(table => $"table {table}")
            .Concat(tables.Where(table => there.Contains(table.Key))
                .SelectMany(table => table.Value.Except(there[table.Key]).Select(column => $"column {table.Key}.{column}")))
            .Concat(indexes.Keys.Where(index => !found.Contains(index)).Select(index => $"index {index} on {indexes[index]}"))
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (missing.Length > 0)
        {
            throw new StoreException(
                $"The store lacks what the migrations of '{room}' made: {string.Join(", ", missing)}. Somebody changed it by hand; restore it.");
        }
    }

    /// <summary>Statements without comments, in small letters, white space single; strings emptied so that nothing in them counts.</summary>
    private static IEnumerable<string> Statements(string sql) =>
        Space().Replace(Noise().Replace(sql, match => match.Value[0] == '\'' ? "''" : " "), " ")
            .ToLowerInvariant()
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private void Take(string statement)
    {
        if (Table().Match(statement) is { Success: true } table)
        {
            tables[table.Groups["name"].Value] = [.. Columns(table.Groups["rest"].Value)];
        }
        else if (Index().Match(statement) is { Success: true } index)
        {
            indexes[index.Groups["name"].Value] = index.Groups["table"].Value;
        }
        else if (Alter().Match(statement) is { Success: true } alter)
        {
            Change(statement, alter.Groups["name"].Value, alter.Groups["verb"].Value, alter.Groups["column"].Value);
        }
        else if (Drop().Match(statement) is { Success: true } drop)
        {
            var name = drop.Groups["name"].Value;
            _ = drop.Groups["what"].Value == "table" ? tables.Remove(name) : indexes.Remove(name);
            foreach (var gone in indexes.Where(entry => entry.Value == name).Select(entry => entry.Key).ToArray())
            {
                indexes.Remove(gone);
            }
        }
    }

    private void Change(string statement, string table, string verb, string column)
    {
        if (verb == "rename")
        {
            throw new StoreException($"A migration may not rename, because the check after it could not follow: {statement}");
        }

        if (!tables.TryGetValue(table, out var columns) || NotAColumn.Contains(column))
        {
            return;
        }

        _ = verb == "add" ? columns.Add(column) : columns.Remove(column);
    }

    private static IEnumerable<string> Columns(string rest)
    {
        if (!rest.StartsWith('('))
        {
            yield break; // PARTITION OF and the like
        }

        var depth = 0;
        var start = 1;
        for (var i = 0; i < rest.Length; i++)
        {
            depth += rest[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if ((rest[i] == ',' && depth == 1) || (rest[i] == ')' && depth == 0))
            {
                var name = rest[start..i].Trim().Split(' ', '(')[0].Trim('"');
                if (!NotAColumn.Contains(name))
                {
                    yield return name;
                }

                start = i + 1;
            }

            if (depth == 0)
            {
                yield break;
            }
        }
    }

    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Noise();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Space();

    [GeneratedRegex(@"\Acreate (unlogged )?table (if not exists )?(?<name>\w+) ?(?<rest>.*)", RegexOptions.CultureInvariant)]
    private static partial Regex Table();

    [GeneratedRegex(@"\Acreate (unique )?index (concurrently )?(if not exists )?(?<name>\w+) on (only )?(?<table>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Index();

    [GeneratedRegex(@"\Aalter table (if exists )?(only )?(?<name>\w+) (?<verb>add|drop|rename)( column)?( if (not )?exists)? (?<column>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Alter();

    [GeneratedRegex(@"\Adrop (?<what>table|index) (if exists )?(?<name>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Drop();
}
