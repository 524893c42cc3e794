namespace CityOps.Schemas.Rules.Expressions;

/// <summary>What a part of a rule is about. Known when the rule is read, so that no record meets a rule that makes no sense.</summary>
internal enum Kind
{
    Truth,
    Number,
    Text,

    /// <summary>An instant; a day is its midnight in Beijing.</summary>
    Time,

    /// <summary>A length of time.</summary>
    Span,
    List,
    Object,
}
