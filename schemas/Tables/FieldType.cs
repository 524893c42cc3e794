using System.Globalization;
using System.Text.RegularExpressions;

namespace CityOps.Schemas.Tables;

/// <summary>The kinds of value a table can name.</summary>
internal enum FieldKind
{
    Fixed,
    Text,
    LongText,
    Whole,
    Number,
    NumberOrText,
    Flag,
    Day,
    Instant,
    Month,
    Year,
    Longitude,
    Latitude,
    Geometry,
    Code,
    List,
    Media,
    Shape,
}

/// <summary>字段类型: the type column, taken apart (<c>C6</c>, <c>V100</c>, <c>N8.3</c>, <c>E:caseState</c>, <c>A:V32</c>).</summary>
internal sealed partial record FieldType(FieldKind Kind, int Length = 0, int Scale = 0, string? CodeList = null, FieldType? Item = null)
{
    private const int MostText = 50_000;

    // Decimals are exact to 28 digits; more than 18 would not fit a database's numbers everywhere.
    private const int MostDigits = 18;

    /// <summary>Null when it is no type.</summary>
    public static FieldType? Parse(string text)
    {
        if (text.StartsWith("A:", StringComparison.Ordinal))
        {
            return Parse(text[2..]) is { Kind: not (FieldKind.List or FieldKind.Media) } item ? new FieldType(FieldKind.List, Item: item) : null;
        }

        if (text.StartsWith("E:", StringComparison.Ordinal))
        {
            return text.Length > 2 ? new FieldType(FieldKind.Code, CodeList: text[2..]) : null;
        }

        return Simple(text) is { } kind ? new FieldType(kind, kind == FieldKind.LongText ? MostText : 0) : Sized(text);
    }

    private static FieldKind? Simple(string text) => text switch
    {
        "T" => FieldKind.LongText,
        "I" => FieldKind.Whole,
        "B" => FieldKind.Flag,
        "D" => FieldKind.Day,
        "DT" => FieldKind.Instant,
        "YM" => FieldKind.Month,
        "Y4" => FieldKind.Year,
        "LON" => FieldKind.Longitude,
        "LAT" => FieldKind.Latitude,
        "GEO" => FieldKind.Geometry,
        "F" => FieldKind.Media,
        "obj" => FieldKind.Shape,
        _ => null,
    };

    private static FieldType? Sized(string text)
    {
        var match = SizedText().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var (length, scale) = (Number(match.Groups[2]), Number(match.Groups[3]));
        return match.Groups[1].Value switch
        {
            "C" when scale == 0 && length is >= 1 and <= MostText => new FieldType(FieldKind.Fixed, length),
            "V" when scale == 0 && length is >= 1 and <= MostText => new FieldType(FieldKind.Text, length),
            "N|V" when scale == 0 && length is >= 1 and <= MostText => new FieldType(FieldKind.NumberOrText, length),
            "N" when length is >= 1 and <= MostDigits && scale >= 1 && scale <= length => new FieldType(FieldKind.Number, length, scale),
            _ => null,
        };
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(C|V|N|N\|V)([1-9][0-9]{0,4})(?:\.([0-9]{1,2}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex SizedText();
}
