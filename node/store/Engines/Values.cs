namespace CityOps.Store.Engines;

/// <summary>Brings what callers pass to the one form both databases keep, so that what is read back compares equal on both.</summary>
internal static class Values
{
    // PostgreSQL cannot keep U+0000 and SQLite would: refused on both, so that a test on one speaks for the other.
    public static string Text(object value) =>
        value is string text && text.Contains('\0', StringComparison.Ordinal)
            ? throw new ArgumentException("A text with U+0000 cannot be stored.")
            : (string)value;

    public static byte[] Bytes(object value) => value is ReadOnlyMemory<byte> memory ? memory.ToArray() : (byte[])value;

    public static DateTimeOffset Instant(object value)
    {
        var ticks = ((DateTimeOffset)value).UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }

    public static long Whole(object value) => value is int small ? small : (long)value;

    public static double Number(object value) => value is float small ? small : (double)value;
}
