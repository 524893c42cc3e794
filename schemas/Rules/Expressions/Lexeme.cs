namespace CityOps.Schemas.Rules.Expressions;

internal enum LexemeKind
{
    Name,
    Number,
    Text,

    /// <summary>An operator, bracket or comma.</summary>
    Sign,
    End,
}

/// <summary>One word of a rule, and where it stands.</summary>
internal readonly record struct Lexeme(LexemeKind Kind, string Text, int At);
