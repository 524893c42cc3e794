using System.Globalization;

namespace CityOps.Schemas.Mapping.Suggesting;

/// <summary>What the values of one column look like, gathered as they pass; memory is bounded.</summary>
public sealed class ColumnProfile(string name)
{
    private const int MostDistinct = 50_000;
    private static readonly string[] DateForms =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.fffK", "yyyy-MM-dd",
        "yyyy/M/d H:mm:ss", "yyyy/M/d H:mm", "yyyy/M/d", "M/d/yyyy H:mm:ss", "M/d/yyyy H:mm", "M/d/yyyy h:mm:ss tt", "M/d/yyyy h:mm tt", "M/d/yyyy", "d.M.yyyy H:mm", "d.M.yyyy",
        "yyyyMMddHHmmss", "yyyyMMdd", "yyyy年M月d日 H:mm:ss", "yyyy年M月d日 H:mm", "yyyy年M月d日H时m分", "yyyy年M月d日", "yyyy.M.d",
    ];

    private readonly HashSet<string> distinct = new(StringComparer.Ordinal);
    private readonly int[] dateHits = new int[DateForms.Length];
    private int numbers;

    public string Name => name;

    /// <summary>Rows with a value.</summary>
    public int Filled { get; private set; }

    internal decimal Least { get; private set; } = decimal.MaxValue;

    internal decimal Most { get; private set; } = decimal.MinValue;

    internal IReadOnlySet<string> Distinct => distinct;

    /// <summary>No value comes twice, as with a key.</summary>
    internal bool IsUnique => Filled > 1 && distinct.Count == Math.Min(Filled, MostDistinct);

    internal double Numeric => Filled == 0 ? 0 : (double)numbers / Filled;

    /// <summary>The form nine of ten values are written in; null where they are no times.</summary>
    internal string? DateForm
    {
        get
        {
            var best = Enumerable.Range(0, DateForms.Length).MaxBy(form => dateHits[form]);
            return Filled > 0 && dateHits[best] * 10 >= Filled * 9 ? DateForms[best] : null;
        }
    }

    public void Take(string value)
    {
        value = value.Trim();
        if (value.Length == 0)
        {
            return;
        }

        Filled++;
        if (distinct.Count < MostDistinct)
        {
            distinct.Add(value);
        }

        if (decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            numbers++;
            (Least, Most) = (Math.Min(Least, number), Math.Max(Most, number));
        }

        for (var form = 0; form < DateForms.Length; form++)
        {
            if (DateTime.TryParseExact(value, DateForms[form], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) && time.Year is > 1900 and < 2200)
            {
                dateHits[form]++;
            }
        }
    }
}
