using System.Collections.Concurrent;
using System.Globalization;

namespace CityOps.Schemas.Validation.Patterns;

/// <summary>A set of Unicode code points as sorted, disjoint ranges.</summary>
internal sealed class CharSet
{
    private const int Last = 0x10FFFF;

    private static readonly ConcurrentDictionary<string, CharSet> Categories = new(StringComparer.Ordinal);

    private static readonly CharSet[] Singles = [.. Enumerable.Range(0, 0x80).Select(c => new CharSet([(c, c)]))];

    private static readonly Lazy<List<(int From, int To)>[]> ByCategory = new(Divide);

    private CharSet(IReadOnlyList<(int From, int To)> ranges) => Ranges = ranges;

    public static CharSet Digits { get; } = Of(('0', '9'));

    public static CharSet Words { get; } = Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    /// <summary>White space and line ends of ECMA-262.</summary>
    public static CharSet Spaces { get; } = Of((9, 13), (32, 32), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A),
        (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF));

    /// <summary>What a dot matches: anything but a line end.</summary>
    public static CharSet Dot { get; } = Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)).Inverse();

    public IReadOnlyList<(int From, int To)> Ranges { get; }

    public bool IsAscii => Ranges.Count > 0 && Ranges[^1].To < 0x80;

    public static CharSet One(int codePoint) => codePoint < Singles.Length ? Singles[codePoint] : new CharSet([(codePoint, codePoint)]);

    public static CharSet Of(params IEnumerable<(int From, int To)> ranges)
    {
        var merged = new List<(int From, int To)>();
        foreach (var range in ranges.OrderBy(r => r.From))
        {
            if (merged.Count > 0 && range.From <= merged[^1].To + 1)
            {
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, range.To));
            }
            else
            {
                merged.Add(range);
            }
        }

        return new CharSet(merged);
    }

    public CharSet Inverse()
    {
        var gaps = new List<(int, int)>();
        var next = 0;
        foreach (var (from, to) in Ranges)
        {
            if (from > next)
            {
                gaps.Add((next, from - 1));
            }

            next = to + 1;
        }

        if (next <= Last)
        {
            gaps.Add((next, Last));
        }

        return new CharSet(gaps);
    }

    public bool Contains(int codePoint)
    {
        int low = 0, high = Ranges.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (from, to) = Ranges[middle];
            if (codePoint < from)
            {
                high = middle - 1;
            }
            else if (codePoint > to)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    public bool Overlaps(CharSet other) => Ranges.Any(r => other.Ranges.Any(o => r.From <= o.To && o.From <= r.To));

    /// <summary>The code points of a general category by its short or long name; null where there is no such category.</summary>
    public static CharSet? OfCategory(string name)
    {
        var wanted = CategoryNames.Find(name);
        return wanted.Count == 0 ? null : Categories.GetOrAdd(name, _ => Collect(wanted));
    }

    /// <summary>The three properties that ECMA-262 defines beside those of Unicode; null for another name.</summary>
    public static CharSet? OfBroadName(string name) => name switch
    {
        "Any" => Of((0, Last)),
        "ASCII" => Of((0, 0x7F)),
        "Assigned" => OfCategory("Cn")?.Inverse(),
        _ => null,
    };

    private static CharSet Collect(IReadOnlySet<UnicodeCategory> wanted) => Of(wanted.SelectMany(category => ByCategory.Value[(int)category]));

    /// <summary>One pass over all code points for all categories: a pass for each took most of the time to compile.</summary>
    private static List<(int From, int To)>[] Divide()
    {
        var all = new List<(int From, int To)>[(int)UnicodeCategory.OtherNotAssigned + 1];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = [];
        }

        for (int from = 0, to; from <= Last; from = to + 1)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(from);
            for (to = from; to < Last && CharUnicodeInfo.GetUnicodeCategory(to + 1) == category; to++)
            {
            }

            all[(int)category].Add((from, to));
        }

        return all;
    }
}
