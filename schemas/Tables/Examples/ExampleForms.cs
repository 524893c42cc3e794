using CityOps.Schemas.Codes;

namespace CityOps.Schemas.Tables.Examples;

/// <summary>Texts that keep a pattern: the sample of the rule, or one of the forms the grammar names.</summary>
internal static class ExampleForms
{
    // District, street, community and grid of one invented place; shorter codes are its beginnings.
    private const string Place = "340103001001007";
    private const string First17 = "11340100MB1234567";

    public static string For(Field field)
    {
        var type = field.Type.Item ?? field.Type;
        var pattern = field.Rule.Pattern!;
        if (field.Rule.Sample is { } sample)
        {
            return sample;
        }

        if (field.Rule.Credit)
        {
            return First17 + CreditCode.CheckCharacter(First17);
        }

        return pattern switch
        {
            _ when pattern.StartsWith("^[NPCDBE]-", StringComparison.Ordinal) => "C-340100",
            _ when pattern.StartsWith("^[A-Z]{1,7}-", StringComparison.Ordinal) => "MG-01",
            _ when pattern.StartsWith("^[0-9]{", StringComparison.Ordinal) => Digits(type.Length),
            _ when pattern.StartsWith("^[0-9A-Fa-f]{", StringComparison.Ordinal) => string.Concat(Enumerable.Repeat("9f86d081", 8))[..Math.Min(type.Length, 64)],
            _ => Name(field, type.Length, pattern.Contains("-]", StringComparison.Ordinal) ? "-" : ""),
        };
    }

    private static string Digits(int length) => length switch
    {
        <= 2 => "01"[..length],
        <= 15 => Place[..length],
        _ => Place[..6] + "1".PadLeft(length - 6, '0'),
    };

    private static string Name(Field field, int most, string dash)
    {
        var word = new string([.. field.Name.Where(char.IsAsciiLetter)]);
        var text = $"{word}{dash}2026{dash}0001";
        return text.Length <= most ? text : text[^most..];
    }
}
