namespace CityOps.Schemas.Tables;

/// <summary>A member inside an object field, or a field of the table itself.</summary>
internal sealed record Field(string Title, string Name, FieldType Type, bool Required, FieldRule Rule);

/// <summary>字段规则: the rule column, taken apart. What no rule was made of is kept as words (<see cref="Notes"/>).</summary>
internal sealed record FieldRule
{
    public static readonly FieldRule None = new();

    public decimal? Least { get; init; }

    public decimal? MoreThan { get; init; }

    public decimal? Most { get; init; }

    public decimal? LessThan { get; init; }

    /// <summary>The part of a code list that is meant; empty for the whole.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>The only numbers that may stand; empty for any.</summary>
    public IReadOnlyList<long> Numbers { get; init; } = [];

    public string? Pattern { get; init; }

    /// <summary>Whether text is a 统一社会信用代码 with its check character.</summary>
    public bool Credit { get; init; }

    public int? FewestItems { get; init; }

    public int? MostItems { get; init; }

    public bool Unique { get; init; }

    public string? Unit { get; init; }

    /// <summary>Sensitivity 1 to 4 (数据级别).</summary>
    public int? Level { get; init; }

    public string? Reference { get; init; }

    /// <summary>A code list that is named but not enforced: it grows faster than a schema.</summary>
    public string? CodeList { get; init; }

    public IReadOnlyList<string> Geometries { get; init; } = [];

    /// <summary>The members of an object; null where none are named.</summary>
    public IReadOnlyList<Field>? Members { get; init; }

    /// <summary>An object with members of any name and this type.</summary>
    public FieldType? MapOf { get; init; }

    public string? Sample { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];
}
