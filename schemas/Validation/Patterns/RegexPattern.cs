using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace CityOps.Schemas.Validation.Patterns;

/// <summary>Any other pattern: the platform's automaton, which cannot backtrack, over a pooled copy in UTF-16.</summary>
internal sealed class RegexPattern : TextPattern
{
    private const int OnStack = 256;

    private readonly Regex regex;

    public RegexPattern(string source, ChoicePart syntax)
        : base(source)
    {
        try
        {
            regex = new Regex(RegexText.Write(syntax), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception fault) when (fault is NotSupportedException or ArgumentException)
        {
            throw new PatternException($"too large to be run in linear time: {fault.Message}");
        }
    }

    public override bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= OnStack)
        {
            Span<char> near = stackalloc char[OnStack];
            return regex.IsMatch(near[..Encoding.UTF8.GetChars(utf8, near)]);
        }

        var far = ArrayPool<char>.Shared.Rent(utf8.Length);
        var matches = regex.IsMatch(far.AsSpan(0, Encoding.UTF8.GetChars(utf8, far)));
        ArrayPool<char>.Shared.Return(far);
        return matches;
    }
}
