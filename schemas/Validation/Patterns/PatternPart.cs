namespace CityOps.Schemas.Validation.Patterns;

/// <summary>A piece of a parsed pattern.</summary>
internal abstract record PatternPart;

/// <summary>One code point out of a set.</summary>
internal sealed record SetPart(CharSet Set) : PatternPart;

internal sealed record RepeatPart(PatternPart Part, int Least, int? Most) : PatternPart;

/// <summary>One of several sequences; a whole pattern is one too.</summary>
internal sealed record ChoicePart(IReadOnlyList<IReadOnlyList<PatternPart>> Choices) : PatternPart;

internal sealed record StartPart : PatternPart;

internal sealed record EndPart : PatternPart;
