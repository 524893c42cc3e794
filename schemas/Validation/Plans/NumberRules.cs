using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans;

/// <summary>What a schema asks of numbers, by exact arithmetic on their text.</summary>
internal sealed class NumberRules
{
    // With whole limits only, a whole number of few digits is compared as itself.
    private readonly long lowest = long.MinValue;
    private readonly long highest = long.MaxValue;
    private readonly bool isWhole = true;

    public NumberRules(NumberLimit? minimum, NumberLimit? exclusiveMinimum, NumberLimit? maximum, NumberLimit? exclusiveMaximum, NumberLimit? multipleOf)
    {
        (Minimum, ExclusiveMinimum, Maximum, ExclusiveMaximum, MultipleOf) = (minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf);
        foreach (var limit in new[] { minimum, exclusiveMinimum, maximum, exclusiveMaximum })
        {
            isWhole &= limit is null or { Whole: not null };
        }

        isWhole &= multipleOf is null;
        lowest = Math.Max(minimum?.Whole ?? long.MinValue, exclusiveMinimum?.Whole + 1 ?? long.MinValue);
        highest = Math.Min(maximum?.Whole ?? long.MaxValue, exclusiveMaximum?.Whole - 1 ?? long.MaxValue);
    }

    public NumberLimit? Minimum { get; }

    public NumberLimit? ExclusiveMinimum { get; }

    public NumberLimit? Maximum { get; }

    public NumberLimit? ExclusiveMaximum { get; }

    public NumberLimit? MultipleOf { get; }

    public bool Check(ReadOnlySpan<byte> token, bool plain)
    {
        if (plain && isWhole && token.Length <= 18)
        {
            var value = ReadWhole(token);
            return value >= lowest && value <= highest;
        }

        var number = new ExactNumber(token);
        return (Minimum is null || ExactNumber.Compare(number, Minimum.Number) >= 0)
            && (ExclusiveMinimum is null || ExactNumber.Compare(number, ExclusiveMinimum.Number) > 0)
            && (Maximum is null || ExactNumber.Compare(number, Maximum.Number) <= 0)
            && (ExclusiveMaximum is null || ExactNumber.Compare(number, ExclusiveMaximum.Number) < 0)
            && (MultipleOf is null || number.IsMultipleOf(MultipleOf.Number));
    }

    public void Explain(ReadOnlySpan<byte> token, Report report)
    {
        var number = new ExactNumber(token);
        if (Minimum is not null && ExactNumber.Compare(number, Minimum.Number) < 0)
        {
            report.Add(Wording.Range("minimum", "不得小于", "must be at least", Minimum, token));
        }

        if (ExclusiveMinimum is not null && ExactNumber.Compare(number, ExclusiveMinimum.Number) <= 0)
        {
            report.Add(Wording.Range("exclusiveMinimum", "必须大于", "must be above", ExclusiveMinimum, token));
        }

        if (Maximum is not null && ExactNumber.Compare(number, Maximum.Number) > 0)
        {
            report.Add(Wording.Range("maximum", "不得大于", "must be at most", Maximum, token));
        }

        if (ExclusiveMaximum is not null && ExactNumber.Compare(number, ExclusiveMaximum.Number) >= 0)
        {
            report.Add(Wording.Range("exclusiveMaximum", "必须小于", "must be below", ExclusiveMaximum, token));
        }

        if (MultipleOf is not null && !number.IsMultipleOf(MultipleOf.Number))
        {
            report.Add(Wording.Range("multipleOf", "必须为整数倍，基数", "must be a multiple of", MultipleOf, token));
        }
    }

    private static long ReadWhole(ReadOnlySpan<byte> token)
    {
        var negative = token[0] == (byte)'-';
        long value = 0;
        foreach (var digit in negative ? token[1..] : token)
        {
            value = (value * 10) + (digit - '0');
        }

        return negative ? -value : value;
    }
}
