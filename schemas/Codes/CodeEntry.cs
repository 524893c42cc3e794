namespace CityOps.Schemas.Codes;

/// <summary>代码: one code of a list, with the days it is valid on (null where a side is open) and what replaced it.</summary>
public sealed record CodeEntry(string Code, string Name, DateOnly? ValidFrom, DateOnly? ValidTo, string? Successor, string? Note)
{
    public bool IsValid(DateOnly day) => (ValidFrom is not { } from || day >= from) && (ValidTo is not { } to || day <= to);
}
