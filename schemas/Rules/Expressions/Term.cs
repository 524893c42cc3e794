namespace CityOps.Schemas.Rules.Expressions;

/// <summary>A part of a rule, compiled. Immutable; reads no clock and no other record.</summary>
internal abstract class Term(Kind kind)
{
    public Kind Kind { get; } = kind;

    public abstract Value Of(scoped in RuleInput record);
}

internal sealed class Literal : Term
{
    private readonly bool truth;
    private readonly decimal number;
    private readonly long ticks;

    private Literal(Kind kind, bool truth, decimal number, long ticks, byte[] text)
        : base(kind) => (this.truth, this.number, this.ticks, Text) = (truth, number, ticks, text);

    public byte[] Text { get; }

    public decimal Number => number;

    public static Literal Of(bool truth) => new(Kind.Truth, truth, 0, 0, []);

    public static Literal Of(decimal number) => new(Kind.Number, false, number, 0, []);

    public static Literal Of(TimeSpan span) => new(Kind.Span, false, 0, span.Ticks, []);

    public static Literal Of(byte[] text) => new(Kind.Text, false, 0, 0, text);

    public override Value Of(scoped in RuleInput record) => Kind switch
    {
        Kind.Truth => Value.Of(truth),
        Kind.Number => Value.Of(number),
        Kind.Span => Value.OfTicks(ticks),
        _ => Value.Of(Text.AsSpan()),
    };
}

/// <summary>A member of the record, by its slot.</summary>
internal sealed class Member(Kind kind, int slot) : Term(kind)
{
    public int Slot { get; } = slot;

    public override Value Of(scoped in RuleInput record)
    {
        var raw = record[Slot];
        if (raw.IsEmpty || raw[0] == 'n')
        {
            return Value.Nothing;
        }

        return Kind switch
        {
            Kind.Truth => Value.Of(raw[0] == 't'),
            Kind.Number => MemberText.TryReadNumber(raw, out var number) ? Value.Of(number) : Value.Nothing,
            Kind.Time => MemberText.TryReadTime(raw, out var ticks) ? Value.OfTicks(ticks) : Value.Nothing,
            Kind.Text => Value.Of(MemberText.Plain(raw)),
            _ => Value.Of(raw),
        };
    }
}
