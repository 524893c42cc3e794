using CityOps.Portal.Users;

namespace CityOps.Portal.Delegations;

/// <summary>账号授权: a quota of accounts that another deployment fills.</summary>
public sealed record DelegationRow(string Id, string Grantee, int Quota, int Used, IReadOnlyList<string> Roles, string Region, string GivenBy, DateTimeOffset GivenAt)
{
    public string? Parent { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? WithdrawnAt { get; init; }

    public string StateAt(DateTimeOffset now) => WithdrawnAt is not null ? "withdrawn" : ExpiresAt <= now ? "expired" : "live";
}

public sealed record DelegationRows(IReadOnlyList<DelegationRow> Items)
{
    public string? Next { get; init; }
}

/// <summary>One quota with a page of its accounts.</summary>
public sealed record DelegationFacts(DelegationRow One, UserRows? Accounts)
{
    /// <summary>Who gave it, where the reader may see accounts and it was a person.</summary>
    public UserRow? Giver { get; init; }
}
