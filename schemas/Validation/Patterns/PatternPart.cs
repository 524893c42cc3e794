namespace CityOps.Schemas.Validation.Patterns;

/// <summary>A piece of a parsed pattern.</summary>
internal abstract record PatternPart;

/// <summary>One code point out of a set.</summary>
internal sealed record SetPart(CharSet Set) : PatternPart;

internal sealed record RepeatPart(PatternPart Part, int Least, int? Most) : PatternPart;

/// <summary>One of several sequences; a whole pattern is one too.</summary>
internal sealed record ChoicePart(IReadOnlyList<IReadOnlyList<PatternPart>> Choices) : PatternPart;

/// <summary>A group that remembers what it matched; counted from 1.</summary>
internal sealed record GroupPart(ChoicePart Inner, int Number) : PatternPart;

internal sealed record StartPart : PatternPart;

internal sealed record EndPart : PatternPart;

/// <summary>Where one neighbour is a word character and the other is not (<c>\b</c>), or the opposite (<c>\B</c>).</summary>
internal sealed record BoundaryPart(bool IsInside) : PatternPart;

/// <summary>Look-around; <paramref name="Mark"/> is <c>=</c>, <c>!</c>, <c>&lt;=</c> or <c>&lt;!</c>.</summary>
internal sealed record LookPart(ChoicePart Inner, string Mark) : PatternPart;

/// <summary>What a group matched, once more.</summary>
internal sealed record BackReferencePart(int Number) : PatternPart;
