using System.Collections.Concurrent;
using System.Globalization;

namespace CityOps.Schemas.Validation.Patterns;

/// <summary>Unicode properties that the platform does not tell, from <c>unicode/properties.txt</c>; each value is read when first asked for.</summary>
internal static class UnicodeTable
{
    private const string Resource = "unicode/properties.txt";

    private static readonly Lazy<Dictionary<(string, string), string>> Lines = new(ReadLines);
    private static readonly ConcurrentDictionary<(string, string), CharSet?> Sets = new();

    /// <param name="property">The property as the file abbreviates it: <c>sc</c>, <c>bin</c>, <c>bidi</c>, <c>jt</c>, <c>ccc</c>, <c>idna</c>.</param>
    /// <param name="value">A short or long name of the value, in its exact spelling.</param>
    /// <returns>Null where there is no such value.</returns>
    public static CharSet? Find(string property, string value) =>
        Sets.GetOrAdd((property, value), key => Lines.Value.TryGetValue(key, out var ranges) ? Parse(ranges) : null);

    /// <summary>A value that is known to be there.</summary>
    public static CharSet Get(string property, string value) =>
        Find(property, value) ?? throw new InvalidOperationException($"{Resource} has no {property} {value}");

    private static Dictionary<(string, string), string> ReadLines()
    {
        using var stream = typeof(UnicodeTable).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException(Resource);
        using var reader = new StreamReader(stream);
        var lines = new Dictionary<(string, string), string>();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#') && line.Split(' ', 3) is [var property, var names, var ranges])
            {
                foreach (var name in names.Split(','))
                {
                    lines[(property, name)] = ranges;
                }
            }
        }

        return lines;
    }

    private static CharSet Parse(string ranges) => CharSet.Of(ranges.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(range =>
    {
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? (Number(range), Number(range)) : (Number(range[..dash]), Number(range[(dash + 1)..]));
    }));

    private static int Number(string hex) => int.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
