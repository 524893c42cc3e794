namespace CityOps.Schemas.Rules.Expressions;

/// <summary>Truths joined so that nothing (a missing member) never turns a kept rule into a broken one.</summary>
internal sealed class And(Term left, Term right) : Term(Kind.Truth)
{
    public override Value Of(scoped in RuleInput record)
    {
        var first = left.Of(record);
        if (first.IsFalse)
        {
            return Value.Of(false);
        }

        var second = right.Of(record);
        return second.IsFalse || first.IsThere ? second : Value.Nothing;
    }
}

internal sealed class Or(Term left, Term right) : Term(Kind.Truth)
{
    public override Value Of(scoped in RuleInput record)
    {
        var first = left.Of(record);
        if (first.IsTrue)
        {
            return Value.Of(true);
        }

        var second = right.Of(record);
        return second.IsTrue || first.IsThere ? second : Value.Nothing;
    }
}

internal sealed class Not(Term term) : Term(Kind.Truth)
{
    public override Value Of(scoped in RuleInput record)
    {
        var value = term.Of(record);
        return value.IsThere ? Value.Of(!value.Truth) : Value.Nothing;
    }
}

/// <summary><c>has(x)</c>: always a plain yes or no.</summary>
internal sealed class Has(Member member) : Term(Kind.Truth)
{
    public override Value Of(scoped in RuleInput record)
    {
        var raw = record[member.Slot];
        return Value.Of(!raw.IsEmpty && raw[0] != 'n' && raw is not [(byte)'[', (byte)']']);
    }
}
