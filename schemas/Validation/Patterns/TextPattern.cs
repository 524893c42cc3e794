namespace CityOps.Schemas.Validation.Patterns;

/// <summary>A compiled <c>pattern</c>, judged on well-formed UTF-8; it may match anywhere unless anchored.</summary>
internal abstract class TextPattern(string source)
{
    /// <summary>As the schema writes it.</summary>
    public string Source { get; } = source;

    /// <summary>False where time may grow faster than the text; such a match is cut off after a few milliseconds.</summary>
    public virtual bool IsSafe => true;

    public abstract bool IsMatch(ReadOnlySpan<byte> utf8);

    /// <summary>The fastest of three engines that can run it: a scan of bytes, an automaton, or the platform's backtracking.</summary>
    /// <exception cref="PatternException">No pattern of ECMA-262.</exception>
    public static TextPattern Compile(string source)
    {
        var parser = new PatternParser(source);
        var syntax = parser.Parse();
        return BytePattern.TryCompile(source, syntax)
            ?? (parser.IsRegular ? AutomatonPattern.TryCompile(source, syntax) : null)
            ?? new RegexPattern(source, syntax);
    }
}

/// <summary>The text is no pattern of ECMA-262.</summary>
internal sealed class PatternException(string reason) : Exception(reason);
