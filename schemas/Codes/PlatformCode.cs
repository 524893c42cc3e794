namespace CityOps.Schemas.Codes;

/// <summary>
/// 平台编码: a letter and the region for the platforms of a tier (<c>N-100000 P-370000 C-370200 D-370211</c>), or
/// <c>B-</c> (department) and <c>E-</c> (operator) with a unified social credit code. At most 24 characters.
/// </summary>
public readonly record struct PlatformCode
{
    private const int TierLength = 8;
    private const int OwnerLength = 20;
    private readonly string? text;

    private PlatformCode(string text, RegionCode? region) => (this.text, Region) = (text, region);

    /// <summary>The region of a tier's platform; null for departments and operators.</summary>
    public RegionCode? Region { get; }

    /// <summary>N, P, C, D, B or E; NUL for the default value, which is no platform.</summary>
    public char Kind => text is null ? '\0' : text[0];

    /// <summary>The tier of a tier's platform; null for departments and operators.</summary>
    public Tier? Tier => TierLetter.TryRead(Kind, out var tier) ? tier : null;

    /// <exception cref="FormatException">No platform code.</exception>
    public static PlatformCode Parse(string code) =>
        TryParse(code, out var parsed) ? parsed : throw new FormatException($"'{code}' is no platform code");

    /// <summary>The letter must agree with the digits: C stands before a city's code only. The nation is written N-100000.</summary>
    public static bool TryParse(ReadOnlySpan<char> code, out PlatformCode parsed)
    {
        parsed = default;
        if (code.Length < TierLength || code[1] != '-')
        {
            return false;
        }

        var rest = code[2..];
        if (TierLetter.TryRead(code[0], out var tier))
        {
            if (!RegionCode.TryParse(rest, out var region) || region.Tier != tier || rest is "000000")
            {
                return false;
            }

            parsed = new PlatformCode(code.ToString(), region);
            return true;
        }

        if (code.Length != OwnerLength || code[0] is not ('B' or 'E') || !CreditCode.IsValid(rest))
        {
            return false;
        }

        parsed = new PlatformCode(code.ToString(), null);
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out PlatformCode)"/>
    public static bool TryParse(ReadOnlySpan<byte> code, out PlatformCode parsed)
    {
        Span<char> letters = stackalloc char[OwnerLength];
        parsed = default;
        return code.Length <= OwnerLength
            && System.Text.Ascii.ToUtf16(code, letters, out var length) == System.Buffers.OperationStatus.Done
            && TryParse(letters[..length], out parsed);
    }

    public override string ToString() => text ?? "";
}
