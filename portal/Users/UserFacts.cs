namespace CityOps.Portal.Users;

/// <summary>A role held somewhere: <c>Scope</c> is own, organisation or region.</summary>
public sealed record HeldRole(string Role, string Scope, string Value);

/// <summary>用户 as the deployment tells of one.</summary>
public sealed record UserRow(
    string Id, string Login, string Name, string Organisation, string State, bool HasPassword, bool HasTotp, bool MustChangePassword, IReadOnlyList<HeldRole> Roles, long Version, DateTimeOffset ChangedAt)
{
    public string? Post { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>The quota the account was made under.</summary>
    public string? Delegation { get; init; }
}

public sealed record UserRows(IReadOnlyList<UserRow> Items)
{
    public string? Next { get; init; }
}

/// <summary>A temporary password in the one answer that shows it.</summary>
public sealed record IssuedPassword(UserRow User, string TemporaryPassword, DateTimeOffset TemporaryUntil);

public sealed record SessionRow(string Sid, string Acr, DateTimeOffset StartedAt, DateTimeOffset SeenAt)
{
    public string? Upstream { get; init; }

    public string? Address { get; init; }

    public string? Agent { get; init; }
}

public sealed record SessionRows(IReadOnlyList<SessionRow> Items);

public sealed record LinkRow(string Issuer, string Subject, string LinkedBy, DateTimeOffset LinkedAt);

public sealed record LinkRows(IReadOnlyList<LinkRow> Items);

/// <summary>One account with what the reader may see around it; null is what they may not.</summary>
public sealed record UserFacts(UserRow User, IReadOnlyList<SessionRow>? Sessions, IReadOnlyList<LinkRow>? Links);
