using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace CityOps.Schemas.Validation.Patterns;

/// <summary>
/// What no automaton runs: look-around, back-references, repeats too large to unfold. The platform's backtracking, over a
/// pooled copy in UTF-16, for a bounded time; a text on which it runs out does not match. No published schema may hold one.
/// </summary>
internal sealed class RegexPattern : TextPattern
{
    private const int OnStack = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(25);

    private readonly Regex regex;

    public RegexPattern(string source, ChoicePart syntax)
        : base(source)
    {
        try
        {
            regex = new Regex(RegexText.Write(syntax), RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException fault)
        {
            throw new PatternException(fault.Message);
        }
    }

    public override bool IsSafe => false;

    public override bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= OnStack)
        {
            Span<char> near = stackalloc char[OnStack];
            return IsMatch(near[..Encoding.UTF8.GetChars(utf8, near)]);
        }

        var far = ArrayPool<char>.Shared.Rent(utf8.Length);
        var matches = IsMatch(far.AsSpan(0, Encoding.UTF8.GetChars(utf8, far)));
        ArrayPool<char>.Shared.Return(far);
        return matches;
    }

    private bool IsMatch(ReadOnlySpan<char> text)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
