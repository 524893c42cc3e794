namespace CityOps.Schemas.Rules.Expressions;

/// <summary>Numbers with numbers; instants and lengths of time by plus and minus. What cannot be reckoned is nothing.</summary>
internal sealed class Arithmetic(char sign, Kind kind, Term left, Term right) : Term(kind)
{
    public override Value Of(scoped in RuleInput record)
    {
        var first = left.Of(record);
        var second = right.Of(record);
        if (!first.IsThere || !second.IsThere)
        {
            return Value.Nothing;
        }

        return Kind == Kind.Number
            ? Reckon(first.Number, second.Number)
            : Value.OfTicks(first.Ticks + (sign == '+' ? second.Ticks : -second.Ticks));
    }

    // Fields hold at most 18 digits; only a product of several could grow beyond a decimal.
    private Value Reckon(decimal first, decimal second)
    {
        try
        {
            return sign switch
            {
                '+' => Value.Of(first + second),
                '-' => Value.Of(first - second),
                '*' => Value.Of(first * second),
                _ => second == 0 ? Value.Nothing : Value.Of(first / second),
            };
        }
        catch (OverflowException)
        {
            return Value.Nothing;
        }
    }
}
