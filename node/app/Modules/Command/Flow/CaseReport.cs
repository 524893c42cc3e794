namespace CityOps.Node.Modules.Command.Flow;

/// <summary>
/// 上报: what is told about a problem when a case is created; the body of <c>POST /api/command/cases</c>. Member names,
/// types and code lists are those of MG-01; <see cref="TaskNum"/> is the client's own number and makes the call repeatable.
/// </summary>
internal sealed record CaseReport
{
    public required string TaskNum { get; init; }

    public required string SourceCode { get; init; }

    public required string TypeClass { get; init; }

    public required string BigClass { get; init; }

    public required string SmallClass { get; init; }

    public string? SmallName { get; init; }

    public string? ComponentId { get; init; }

    public required string Description { get; init; }

    public required string Address { get; init; }

    public required decimal Lon { get; init; }

    public required decimal Lat { get; init; }

    public required string GridCode { get; init; }

    public string? DutyGridCode { get; init; }

    public required string DistrictCode { get; init; }

    public string? StreetCode { get; init; }

    public string? CommunityCode { get; init; }

    public required string Urgency { get; init; }

    public required string ReporterKind { get; init; }

    /// <summary>Kept whole in the city's own case; masked in every record that leaves the module.</summary>
    public string? ReporterPhone { get; init; }

    public string? DuplicateOf { get; init; }

    public string? AppealNo { get; init; }

    public string? UpperTaskId { get; init; }

    public required string FromOrg { get; init; }

    public required string FromUser { get; init; }

    /// <summary>补录: when it was reported, if that was earlier than now.</summary>
    public DateTimeOffset? At { get; init; }

    // The generated reader sets every init member: what the body does not name arrives as null.
    public IReadOnlyList<CaseMedia> Media { get => field ?? []; init; } = [];
}

/// <summary>
/// 案件附件: a photo, film, sound or paper given with a report or a move. The module numbers it; member names are those of
/// MG-03.
/// </summary>
internal sealed record CaseMedia
{
    public required string MediaType { get; init; }

    public required string Phase { get; init; }

    public required string FileName { get; init; }

    public required long SizeBytes { get; init; }

    public required string Digest { get; init; }

    public string? Url { get; init; }

    public DateTimeOffset? ShootTime { get; init; }

    public decimal? Lon { get; init; }

    public decimal? Lat { get; init; }

    public string? Uploader { get; init; }
}
