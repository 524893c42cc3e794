namespace CityOps.Hub.SignOn.People;

public enum UserState
{
    Active,
    Disabled,

    /// <summary>For good; its place in a quota is free again.</summary>
    Closed,
}

/// <summary>用户: one person's account at this deployment. <paramref name="Id"/> in its 32-digit form is the subject of tokens.</summary>
/// <param name="State">An account under a delegation that has ended is read as disabled, whatever is stored.</param>
public sealed record User(Guid Id, string Login, string Name, string Organisation, UserState State)
{
    public string? Post { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    public bool EmailVerified { get; init; }

    public bool HasPassword { get; init; }

    public bool HasTotp { get; init; }

    /// <summary>The password was set by an administrator: nothing but changing it may follow the login.</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>Too many failures; null or past: not locked.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>The quota this account was made under; null for the deployment's own people.</summary>
    public Guid? Delegation { get; init; }

    public IReadOnlyList<Assignment> Assignments { get; init; } = [];

    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Grows with every change an administrator or the user makes; the ETag.</summary>
    public long Version { get; init; }

    public string Subject => Id.ToString("N");
}

/// <summary>A role held in a scope; see <see cref="Rights"/>.</summary>
public sealed record Assignment(string Role, ScopeKind Scope, string Value);

/// <summary>数据范围: everything of the own deployment's region, one organisation and those below it, or one region subtree.</summary>
public enum ScopeKind
{
    Own,
    Organisation,
    Region,
}
