using Npgsql;
using NpgsqlTypes;

namespace CityOps.Store.Engines;

/// <summary>How a column's values travel to PostgreSQL in bulk.</summary>
internal static class PostgresColumn
{
    public static NpgsqlDbType TypeOf(Kind kind) => kind switch
    {
        Kind.Text => NpgsqlDbType.Text,
        Kind.Bytes => NpgsqlDbType.Bytea,
        Kind.Id => NpgsqlDbType.Uuid,
        Kind.Instant => NpgsqlDbType.TimestampTz,
        Kind.Whole => NpgsqlDbType.Bigint,
        Kind.Flag => NpgsqlDbType.Boolean,
        Kind.Number => NpgsqlDbType.Double,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a column's kind."),
    };

    public static string NameOf(Kind kind) => kind switch
    {
        Kind.Text => "text",
        Kind.Bytes => "bytea",
        Kind.Id => "uuid",
        Kind.Instant => "timestamptz",
        Kind.Whole => "bigint",
        Kind.Flag => "boolean",
        Kind.Number => "double precision",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a column's kind."),
    };

    /// <summary>One column of all rows as one array parameter.</summary>
    public static NpgsqlParameter Gather(string name, Kind kind, IReadOnlyList<object?[]> rows, int column)
    {
        return kind switch
        {
            Kind.Text => OfArray<string?>(Values.Text),
            Kind.Bytes => OfArray<byte[]?>(Values.Bytes),
            Kind.Id => OfArray<Guid?>(value => (Guid)value),
            Kind.Instant => OfArray<DateTimeOffset?>(value => Values.Instant(value)),
            Kind.Whole => OfArray<long?>(value => Values.Whole(value)),
            Kind.Flag => OfArray<bool?>(value => (bool)value),
            Kind.Number => OfArray<double?>(value => Values.Number(value)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a column's kind."),
        };

        NpgsqlParameter OfArray<T>(Func<object, T> stored)
        {
            var values = new T?[rows.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = rows[i][column] is { } value ? stored(value) : default;
            }

            return new NpgsqlParameter<T?[]>(name, NpgsqlDbType.Array | TypeOf(kind)) { TypedValue = values };
        }
    }

    public static Task WriteAsync(NpgsqlBinaryImporter import, Kind kind, object? value, CancellationToken ct) => value is null
        ? import.WriteNullAsync(ct)
        : kind switch
        {
            Kind.Text => import.WriteAsync(Values.Text(value), NpgsqlDbType.Text, ct),
            Kind.Bytes => value is ReadOnlyMemory<byte> memory
                ? import.WriteAsync(memory, NpgsqlDbType.Bytea, ct)
                : import.WriteAsync((byte[])value, NpgsqlDbType.Bytea, ct),
            Kind.Id => import.WriteAsync((Guid)value, NpgsqlDbType.Uuid, ct),
            Kind.Instant => import.WriteAsync(Values.Instant(value), NpgsqlDbType.TimestampTz, ct),
            Kind.Whole => import.WriteAsync(Values.Whole(value), NpgsqlDbType.Bigint, ct),
            Kind.Flag => import.WriteAsync((bool)value, NpgsqlDbType.Boolean, ct),
            Kind.Number => import.WriteAsync(Values.Number(value), NpgsqlDbType.Double, ct),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a column's kind."),
        };
}
