namespace CityOps.Schemas.Mapping.Steps;

/// <summary>One change of one value. Nothing stays nothing unless a step says otherwise.</summary>
internal abstract class Step
{
    /// <summary>What must be told of this step in every report, in both languages; null for most.</summary>
    public virtual string? Declared => null;

    public virtual Cell OfNothing() => Cell.Nothing;

    public abstract Cell Of(string text);
}
