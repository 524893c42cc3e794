using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;
using CityOps.Schemas.Rules;
using CityOps.Schemas.Validation;

namespace CityOps.Schemas.Catalogue;

/// <summary>数据集: one table of the data standard in one version, with its rules compiled.</summary>
public sealed record DatasetVersion
{
    internal DatasetVersion(MemberSet members, FieldUses uses) => (Members, Uses) = (members, uses);

    /// <summary>Such as <c>MG-01</c>.</summary>
    public required string Dataset { get; init; }

    /// <summary>SemVer, such as <c>1.0.0</c>; a breaking change makes a new major version.</summary>
    public required string Version { get; init; }

    public required int Major { get; init; }

    /// <summary>The Chinese title.</summary>
    public required string Title { get; init; }

    public required JsonSchema Schema { get; init; }

    /// <summary>The rules for deletions: header and key members, nothing else.</summary>
    public required JsonSchema KeySchema { get; init; }

    /// <summary>What the members of one record owe each other; judged after the schema, not of deletions.</summary>
    public required RuleSet Rules { get; init; }

    /// <summary>The members which together name one thing inside its source platform.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>JSON pointer of the list of regions a record is addressed to; null where a record goes by its own region.</summary>
    public string? Addressee { get; init; }

    /// <summary>Up, down or both: each is an interface of its own.</summary>
    public required IReadOnlyList<Direction> Directions { get; init; }

    /// <summary>The first of <see cref="Directions"/>: the one a dataset of one direction has.</summary>
    public Direction Direction => Directions[0];

    /// <summary>False for the exchange's own envelopes: documents without the common header, never published as records.</summary>
    public bool IsRecord { get; init; } = true;

    /// <summary>How far up the records go: to the nation or the province; to the city where they stay at the hub they came to.</summary>
    public required Tier Reach { get; init; }

    /// <summary>The schema as published.</summary>
    public required ReadOnlyMemory<byte> SchemaBytes { get; init; }

    internal MemberSet Members { get; }

    internal FieldUses Uses { get; }

    /// <summary>What schema and rules of level E say against a record of our own making, at most twenty; empty when it may leave.</summary>
    public IReadOnlyList<RecordProblem> Against(Record own)
    {
        List<RecordProblem>? problems = null, warnings = null;
        if (Schema.IsValid(own.Bytes.Span))
        {
            Rules.Check(own.Bytes.Span, ref problems, ref warnings);
        }
        else
        {
            Schema.Explain(own.Bytes.Span, problems = [], 20);
        }

        return problems ?? [];
    }
}
