namespace CityOps.Schemas.Validation;

/// <summary>Whether <c>format</c> is a rule or a remark.</summary>
public enum FormatUse
{
    /// <summary>A value that does not fit its format is not valid; a format that is not known judges nothing.</summary>
    Assert,

    /// <summary>Formats say something to people and nothing to the engine.</summary>
    Annotate,
}
