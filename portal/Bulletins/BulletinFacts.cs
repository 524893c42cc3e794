using CityOps.Portal.Health;

namespace CityOps.Portal.Bulletins;

/// <summary>A platform's month; null where nobody counted.</summary>
public sealed record MonthRow(
    string Code, string Name, string Region, string Standing, long? Days, long? Offered, long? Accepted, long? Rejected, decimal? Timely, decimal? Complete, decimal? Score, int? Rank, int? Of);

public sealed record MonthRows(string Month, IReadOnlyList<MonthRow> Items)
{
    public string? Next { get; init; }
}

public sealed record MonthInterface(string Interface, string? Title, long Offered, long Accepted, long Rejected, decimal? Timely, decimal? Complete, decimal? Score);

public sealed record MonthIncident(string Kind, string Severity, string? Interface, string Cause, string CauseEn, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, long Minutes, bool Claimed, long Level);

/// <summary>月度通报 of one platform.</summary>
public sealed record BulletinFacts(
    DateTimeOffset At, string Month, bool Final, string Hub, MonthRow Platform, IReadOnlyList<QualityRow> Days, IReadOnlyList<MonthInterface> Interfaces, IReadOnlyList<MonthIncident> Incidents, bool MoreIncidents);
