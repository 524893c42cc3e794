namespace CityOps.Schemas.Rules.Expressions;

/// <summary>Two values of one kind set side by side; texts byte by byte.</summary>
internal sealed class Comparison(string sign, Term left, Term right) : Term(Kind.Truth)
{
    public override Value Of(scoped in RuleInput record)
    {
        var first = left.Of(record);
        var second = right.Of(record);
        return first.IsThere && second.IsThere ? Value.Of(Holds(Order(first, second))) : Value.Nothing;
    }

    private int Order(scoped in Value first, scoped in Value second) => left.Kind switch
    {
        Kind.Number => first.Number.CompareTo(second.Number),
        Kind.Truth => first.Truth.CompareTo(second.Truth),
        Kind.Text => first.Text.SequenceCompareTo(second.Text),
        _ => first.Ticks.CompareTo(second.Ticks),
    };

    private bool Holds(int order) => sign switch
    {
        "=" => order == 0,
        "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };
}

/// <summary><c>x in ("a", "b")</c>.</summary>
internal sealed class Among(Term term, IReadOnlyList<Literal> list) : Term(Kind.Truth)
{
    private readonly byte[][] texts = [.. list.Select(literal => literal.Text)];
    private readonly decimal[] numbers = [.. list.Select(literal => literal.Number)];

    public override Value Of(scoped in RuleInput record)
    {
        var value = term.Of(record);
        if (!value.IsThere)
        {
            return Value.Nothing;
        }

        if (term.Kind == Kind.Number)
        {
            return Value.Of(Array.IndexOf(numbers, value.Number) >= 0);
        }

        foreach (var text in texts)
        {
            if (value.Text.SequenceEqual(text))
            {
                return Value.Of(true);
            }
        }

        return Value.Of(false);
    }
}

/// <summary><c>ordered(a, b, c)</c>: of the instants that are there, none is earlier than the one before it.</summary>
internal sealed class Ordered(Term[] terms) : Term(Kind.Truth)
{
    public override Value Of(scoped in RuleInput record)
    {
        var last = long.MinValue;
        foreach (var term in terms)
        {
            var value = term.Of(record);
            if (value.IsThere && value.Ticks < last)
            {
                return Value.Of(false);
            }

            last = value.IsThere ? value.Ticks : last;
        }

        return Value.Of(true);
    }
}
