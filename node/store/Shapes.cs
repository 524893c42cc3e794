using System.Text.RegularExpressions;

namespace CityOps.Store;

/// <summary>What a value is, in words both databases share.</summary>
public enum Kind
{
    /// <summary>A string without U+0000; column type <c>text</c>.</summary>
    Text,

    /// <summary>A <c>byte[]</c> or <c>ReadOnlyMemory&lt;byte&gt;</c>; column type <c>bytea</c>.</summary>
    Bytes,

    /// <summary>A <see cref="Guid"/>; column type <c>uuid</c>, 16 big-endian bytes on SQLite, so that both sort alike.</summary>
    Id,

    /// <summary>A <see cref="DateTimeOffset"/>, kept in UTC to the microsecond; column type <c>timestamptz</c>.</summary>
    Instant,

    /// <summary>A <c>long</c> or <c>int</c>; the column type must be <c>bigint</c> where rows are appended in bulk.</summary>
    Whole,

    /// <summary>A <c>bool</c>; column type <c>boolean</c>.</summary>
    Flag,

    /// <summary>A <c>double</c>; column type <c>double precision</c>. Money and scores are scaled wholes instead.</summary>
    Number,

    /// <summary>An <c>IReadOnlyCollection&lt;string&gt;</c>: only as the parameter of <see cref="Engine.AnyOf"/>, never a column.</summary>
    TextList,
}

/// <summary>A column as the code that writes it sees it.</summary>
public sealed record Column(string Name, Kind Kind);

/// <summary>A table as the code that writes it in bulk sees it: rows are arrays in the order of <see cref="Columns"/>.</summary>
public sealed record TableShape(string Name, IReadOnlyList<Column> Columns, IReadOnlyList<string> Key)
{
    internal string ColumnList { get; } = string.Join(", ", Columns.Select(column => Plain(column.Name)));

    internal string KeyList { get; } = string.Join(", ", Key.Select(Plain));

    internal string SafeName { get; } = Plain(Name);

    /// <summary>What an upsert does with a row that is there already: replaces it where its rank is lower, or leaves it.</summary>
    internal string OnConflict(string? rank)
    {
        var rest = Columns.Select(column => column.Name).Where(name => !Key.Contains(name)).ToArray();
        if (rank is null || rest.Length == 0)
        {
            return $"ON CONFLICT ({KeyList}) DO NOTHING";
        }

        var set = string.Join(", ", rest.Select(name => $"{name} = excluded.{name}"));
        return $"ON CONFLICT ({KeyList}) DO UPDATE SET {set} WHERE excluded.{Plain(rank)} > {SafeName}.{rank}";
    }

    // Names come from code, never from input; this keeps it so.
    internal static string Plain(string name) =>
        Names.Plain().IsMatch(name) ? name : throw new ArgumentException($"'{name}' is not a plain SQL name (a-z, 0-9, _).");
}

internal static partial class Names
{
    [GeneratedRegex(@"\A[a-z_][a-z0-9_]{0,62}\z", RegexOptions.CultureInvariant)]
    internal static partial Regex Plain();
}
