namespace CityOps.Schemas.Mapping;

/// <summary>How a table's text is laid out.</summary>
/// <param name="Encoding"><c>utf-8</c> or <c>gb18030</c>.</param>
/// <param name="HasHeader">Whether the first row names the columns; without one they are called 1, 2, 3 …</param>
/// <param name="NullTexts">Texts that stand for no value; a field of white space only always does.</param>
public sealed record CsvShape(char Delimiter, string Encoding, bool HasHeader, IReadOnlySet<string> NullTexts)
{
    /// <summary>Commas, UTF-8, a header row.</summary>
    public static CsvShape Usual { get; } = new(',', "utf-8", true, new HashSet<string>(StringComparer.Ordinal));
}
