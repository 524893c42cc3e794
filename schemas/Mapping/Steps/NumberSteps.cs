using System.Globalization;

namespace CityOps.Schemas.Mapping.Steps;

/// <summary>A number as people of some place write it, as JSON writes it; scaled and rounded only where the mapping says so.</summary>
internal sealed class Number(char point, char? group, decimal scale, int? digits) : Step
{
    public override Cell Of(string text)
    {
        var plain = group is { } between ? text.Replace(between.ToString(), "", StringComparison.Ordinal) : text;
        plain = point == '.' ? plain : plain.Replace(point, '.');
        if (!decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return NotANumber(text);
        }

        try
        {
            number *= scale;
        }
        catch (OverflowException)
        {
            return NotANumber(text);
        }

        return new Cell(Write(digits is { } most ? Math.Round(number, most, MidpointRounding.AwayFromZero) : number));
    }

    public static Cell NotANumber(string text) => Cell.Bad("number", "E3002", $"{Cell.Show(text)} 不是数字", $"{Cell.Show(text)} is no number");

    // Without the zeros a decimal remembers.
    public static string Write(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}

/// <summary>
/// Moves a coordinate by the way from one origin to another. No survey: it only lets data of elsewhere go through rules of
/// here, and so every report names it.
/// </summary>
internal sealed class Rebase(decimal fromOrigin, decimal toOrigin, string why) : Step
{
    public override string Declared => $"rebase {Number.Write(fromOrigin)} → {Number.Write(toOrigin)}: {why}";

    public override Cell Of(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1_000_000_000
            ? new Cell(Number.Write(number - fromOrigin + toOrigin))
            : Number.NotANumber(text);
}
