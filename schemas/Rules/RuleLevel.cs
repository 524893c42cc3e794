namespace CityOps.Schemas.Rules;

/// <summary>What a broken rule does to its record: E refuses it, W lets it pass and says so.</summary>
public enum RuleLevel
{
    Error,
    Warning,
}
