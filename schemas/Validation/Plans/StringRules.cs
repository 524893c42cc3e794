using CityOps.Schemas.Validation.Formats;
using CityOps.Schemas.Validation.Patterns;
using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans;

/// <summary>What a schema asks of strings. Lengths are code points.</summary>
internal sealed class StringRules
{
    public int MinLength { get; set; }

    public int MaxLength { get; set; } = int.MaxValue;

    public TextPattern? Pattern { get; set; }

    public TextFormat? Format { get; set; }

    public bool Check(ReadOnlySpan<byte> raw, bool escaped)
    {
        if (!escaped)
        {
            return Check(raw);
        }

        var meant = StringText.Rent(raw, out var length);
        var fits = Check(meant.AsSpan(0, length));
        StringText.Return(meant);
        return fits;
    }

    public void Explain(ReadOnlySpan<byte> quoted, Report report)
    {
        var buffer = StringText.Rent(quoted[1..^1], out var bytes);
        var meant = buffer.AsSpan(0, bytes);
        var length = StringText.CountCodePoints(meant);
        if (length < MinLength)
        {
            report.Add(Wording.TooShort(MinLength, length, quoted));
        }

        if (length > MaxLength)
        {
            report.Add(Wording.TooLong(MaxLength, length, quoted));
        }

        if (Pattern is not null && !Pattern.IsMatch(meant))
        {
            report.Add(Wording.Pattern(Pattern.Source, quoted));
        }

        if (Format is not null && !Format.IsMatch(meant))
        {
            report.Add(Wording.Format(Format.Name, quoted));
        }

        StringText.Return(buffer);
    }

    private bool Check(ReadOnlySpan<byte> meant) =>
        FitsLength(meant) && (Pattern is null || Pattern.IsMatch(meant)) && (Format is null || Format.IsMatch(meant));

    private bool FitsLength(ReadOnlySpan<byte> meant)
    {
        // A code point has one to four bytes: most texts are settled without counting.
        if (meant.Length <= MaxLength && (meant.Length + 3) / 4 >= MinLength)
        {
            return true;
        }

        if (meant.Length < MinLength || (meant.Length + 3) / 4 > MaxLength)
        {
            return false;
        }

        var length = StringText.CountCodePoints(meant);
        return length >= MinLength && length <= MaxLength;
    }
}
