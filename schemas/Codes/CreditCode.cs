namespace CityOps.Schemas.Codes;

/// <summary>统一社会信用代码: the 18 characters that name an organisation, the last a check character (GB 32100-2015).</summary>
public static class CreditCode
{
    private const string Symbols = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>Length, symbols and check character; lower case is refused.</summary>
    public static bool IsValid(ReadOnlySpan<char> code) =>
        code.Length == 18 && CheckCharacter(code[..17]) is { } check && code[17] == check;

    /// <summary>The 18th character for the first 17, null when one of these is no symbol of the standard.</summary>
    public static char? CheckCharacter(ReadOnlySpan<char> first17)
    {
        var (sum, weight) = (0, 1);
        foreach (var symbol in first17)
        {
            var value = Symbols.IndexOf(symbol, StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            sum += value * weight;
            weight = weight * 3 % 31; // the weights are the powers of 3 modulo 31
        }

        return Symbols[(31 - (sum % 31)) % 31];
    }
}
