using System.Numerics;

namespace CityOps.Schemas.Evolution.Numbers;

/// <summary>The numbers between two ends, either open or missing; with a <see cref="Step"/> only its multiples.</summary>
internal sealed record NumberRange(Exact? Low, bool LowOpen, Exact? High, bool HighOpen, Exact? Step)
{
    public static readonly NumberRange All = new(null, false, null, false, null);

    public NumberRange AtLeast(Exact bound, bool open) =>
        Low is { } low && (low > bound || (low == bound && LowOpen)) ? this : this with { Low = bound, LowOpen = open };

    public NumberRange AtMost(Exact bound, bool open) =>
        High is { } high && (high < bound || (high == bound && HighOpen)) ? this : this with { High = bound, HighOpen = open };

    public NumberRange MultiplesOf(Exact step) => this with { Step = Step is { } own ? Exact.LeastCommonMultiple(own, step) : step };

    /// <summary>
    /// Up to <paramref name="most"/> different numbers of the range, beginning at an end if it has one; fewer only when it
    /// holds no more. Where the range is dense, neighbours lie closer together than <paramref name="closer"/>.
    /// </summary>
    public IReadOnlyList<Exact> Points(int most, Exact? closer = null) => Step is { } step ? Multiples(step, most) : Dense(most, closer);

    private List<Exact> Multiples(Exact step, int most)
    {
        BigInteger? first = null, last = null;
        if (Low is { } low)
        {
            var floor = low.FloorOver(step);
            first = step * floor == low && !LowOpen ? floor : floor + 1;
        }

        if (High is { } high)
        {
            var floor = high.FloorOver(step);
            last = step * floor == high && HighOpen ? floor - 1 : floor;
        }

        var points = new List<Exact>();
        var forward = first is not null || last is null;
        var at = first ?? last ?? 0;
        while (points.Count < most && (first is null || at >= first) && (last is null || at <= last))
        {
            points.Add(step * at);
            at += forward ? 1 : -1;
        }

        return points;
    }

    private List<Exact> Dense(int most, Exact? closer)
    {
        if (Low is { } low && High is { } high && (low > high || (low == high && (LowOpen || HighOpen))))
        {
            return [];
        }

        if (Low is { } only && High == only)
        {
            return [only];
        }

        var forward = Low is not null || High is null;
        var start = Low ?? High ?? Exact.Zero;
        var open = Low is not null ? LowOpen : High is not null && HighOpen;
        var gap = Gap(start, forward, most + 1, closer);
        return [.. Enumerable.Range(open ? 1 : 0, most).Select(i => start + (gap * (forward ? i : -i)))];
    }

    // A distance so small that all points asked for lie inside.
    private Exact Gap(Exact start, bool forward, int count, Exact? closer)
    {
        var power = 0;
        while (true)
        {
            var gap = Exact.TenTo(power++);
            var far = start + (gap * (forward ? count : -count));
            var inside = forward ? High is not { } high || far < high : Low is not { } low || far > low;
            if (inside && (closer is not { } near || gap < near))
            {
                return gap;
            }
        }
    }
}
