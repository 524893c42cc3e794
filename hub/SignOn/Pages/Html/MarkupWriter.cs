using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace CityOps.Hub.SignOn.Pages.Html;

/// <summary>Writes an interpolated string as HTML: literal parts as they are, values encoded, markup as it is.</summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkupWriter
{
    private readonly StringBuilder text;

    public MarkupWriter(int literalLength, int formattedCount) => text = new StringBuilder(literalLength + (32 * formattedCount));

    public void AppendLiteral(string literal) => text.Append(literal);

    public void AppendFormatted(string? value) => text.Append(Markup.Encode(value ?? ""));

    public void AppendFormatted(Markup value) => text.Append(value.ToString());

    public void AppendFormatted(IEnumerable<Markup> values) => text.Append(Markup.Join(values).ToString());

    public void AppendFormatted(int value) => text.Append(CultureInfo.InvariantCulture, $"{value}");

    public string Take() => text.ToString();
}
