namespace CityOps.Schemas.Rules.Expressions;

/// <summary>
/// What a part of a rule comes to for one record. A member that is not there, and whatever is reckoned from it, is
/// nothing; a rule that comes to nothing is kept.
/// </summary>
internal readonly ref struct Value
{
    private Value(bool isThere, bool truth, decimal number, long ticks, ReadOnlySpan<byte> text)
    {
        IsThere = isThere;
        Truth = truth;
        Number = number;
        Ticks = ticks;
        Text = text;
    }

    public static Value Nothing => default;

    public bool IsThere { get; }

    public bool Truth { get; }

    public decimal Number { get; }

    /// <summary>Of an instant since the year 1 in UTC, or of a length of time; 100 ns each.</summary>
    public long Ticks { get; }

    /// <summary>The plain UTF-8 of a text; the JSON of a list or object.</summary>
    public ReadOnlySpan<byte> Text { get; }

    public bool IsTrue => IsThere && Truth;

    public bool IsFalse => IsThere && !Truth;

    public static Value Of(bool truth) => new(true, truth, 0, 0, default);

    public static Value Of(decimal number) => new(true, false, number, 0, default);

    public static Value OfTicks(long ticks) => new(true, false, 0, ticks, default);

    public static Value Of(ReadOnlySpan<byte> text) => new(true, false, 0, 0, text);
}
