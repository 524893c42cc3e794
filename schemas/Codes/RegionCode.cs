using System.Globalization;

namespace CityOps.Schemas.Codes;

/// <summary>
/// 行政区划代码: six digits of GB/T 2260. The nation is 000000 and may also be written 100000. That a code has the right
/// form does not say that the region exists: <see cref="RegionTree.Exists"/> does.
/// </summary>
public readonly record struct RegionCode
{
    private const int OtherNation = 100_000;

    private RegionCode(int value) => Value = value;

    public static RegionCode Nation => default;

    /// <summary>The six digits as a number, 0 for the nation.</summary>
    public int Value { get; }

    /// <summary>The tier the digits alone tell: XX0000 is a province, XXYY00 a city, the rest counties.</summary>
    public Tier Tier => Value switch
    {
        0 => Tier.Nation,
        _ when Value % 10_000 == 0 => Tier.Province,
        _ when Value % 100 == 0 => Tier.City,
        _ => Tier.County,
    };

    /// <exception cref="FormatException">Not six ASCII digits.</exception>
    public static RegionCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException($"'{text}' is no region code of six digits");

    /// <summary>Exactly six ASCII digits; full-width and other digits are not digits here.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out RegionCode code)
    {
        Span<byte> digits = stackalloc byte[6];
        code = default;
        if (text.Length != 6)
        {
            return false;
        }

        for (var i = 0; i < 6; i++)
        {
            digits[i] = char.IsAsciiDigit(text[i]) ? (byte)text[i] : (byte)'x';
        }

        return TryParse(digits, out code);
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out RegionCode)"/>
    public static bool TryParse(ReadOnlySpan<byte> text, out RegionCode code)
    {
        code = default;
        if (text.Length != 6)
        {
            return false;
        }

        var value = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + digit - '0';
        }

        code = new RegionCode(value == OtherNation ? 0 : value);
        return true;
    }

    public override string ToString() => Value.ToString("D6", CultureInfo.InvariantCulture);
}
