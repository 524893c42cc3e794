namespace CityOps.Schemas.Validation.Patterns;

/// <summary>A compiled <c>pattern</c>, judged on well-formed UTF-8; it may match anywhere unless anchored.</summary>
internal abstract class TextPattern(string source)
{
    /// <summary>As the schema writes it.</summary>
    public string Source { get; } = source;

    public abstract bool IsMatch(ReadOnlySpan<byte> utf8);

    /// <exception cref="PatternException">Not in the subset, or not safe.</exception>
    public static TextPattern Compile(string source)
    {
        var syntax = new PatternParser(source).Parse();
        return BytePattern.TryCompile(source, syntax) ?? new RegexPattern(source, syntax);
    }
}

/// <summary>The pattern is not in the accepted subset of ECMA-262, or cannot be run in linear time.</summary>
internal sealed class PatternException(string reason) : Exception(reason);
