using System.Data.Common;

namespace CityOps.Store;

/// <summary>The row a reader stands on, read by column number the same way on both engines; valid only inside the callback.</summary>
public readonly ref struct Row
{
    private readonly Engine engine;
    private readonly DbDataReader reader;

    internal Row(Engine engine, DbDataReader reader) => (this.engine, this.reader) = (engine, reader);

    public bool IsNull(int column) => reader.IsDBNull(column);

    public string Text(int column) => reader.GetString(column);

    public string? MaybeText(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);

    public byte[]? MaybeBytes(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);

    public Guid Id(int column) => engine.ReadId(reader, column);

    public Guid? MaybeId(int column) => reader.IsDBNull(column) ? null : engine.ReadId(reader, column);

    public DateTimeOffset Instant(int column) => engine.ReadInstant(reader, column);

    public DateTimeOffset? MaybeInstant(int column) => reader.IsDBNull(column) ? null : engine.ReadInstant(reader, column);

    public long Whole(int column) => reader.GetInt64(column);

    public long? MaybeWhole(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public bool Flag(int column) => reader.GetBoolean(column);

    public double Number(int column) => reader.GetDouble(column);

    /// <summary>By type: string, byte[], Guid, DateTimeOffset, long, int, bool, double, or their nullable forms.</summary>
    internal T? Value<T>(int column)
    {
        if (reader.IsDBNull(column))
        {
            return default;
        }

        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        object value =
            type == typeof(string) ? Text(column)
            : type == typeof(byte[]) ? Bytes(column)
            : type == typeof(Guid) ? Id(column)
            : type == typeof(DateTimeOffset) ? Instant(column)
            : type == typeof(long) ? Whole(column)
            : type == typeof(int) ? checked((int)Whole(column))
            : type == typeof(bool) ? Flag(column)
            : type == typeof(double) ? Number(column)
            : throw new NotSupportedException($"A scalar of type {type.Name} is not read from the store.");
        return (T)value;
    }
}
