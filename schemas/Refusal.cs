namespace CityOps.Schemas;

/// <summary>What sort of no it is. Only the edge that speaks HTTP turns a kind into a status.</summary>
public enum RefusalKind
{
    Invalid,
    Unauthenticated,
    Forbidden,
    NotFound,
    NoSuchMethod,
    Conflict,
    Gone,
    TooLarge,
    Unsupported,
    Unprocessable,
    TooMany,
    Unavailable,
}

/// <summary>One member of the input that is at fault: JSON pointer or parameter name, and what is wrong with it.</summary>
public sealed record FieldError(string At, string Message);

/// <summary>
/// 拒绝: a no the caller can act on. Faults are exceptions; refusals are values.
/// <paramref name="Name"/> is the tail of <c>urn:cityops:problem:</c>, <paramref name="Code"/> the stable code of
/// domain.md 4.4 where one exists, else empty. Titles are Chinese and English.
/// </summary>
public sealed record Refusal(string Name, string Code, RefusalKind Kind, string Title, string TitleEn)
{
    public string? Detail { get; init; }

    public string? DetailEn { get; init; }

    public IReadOnlyList<FieldError> Fields { get; init; } = [];

    /// <summary>Seconds after which trying again makes sense; null where it does not.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The same refusal with the particulars of this case, in both languages.</summary>
    public Refusal Because(string detail, string detailEn) => this with { Detail = detail, DetailEn = detailEn };
}
