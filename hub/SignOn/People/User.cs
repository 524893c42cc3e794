namespace CityOps.Hub.SignOn.People;

public enum UserState
{
    Active,
    Disabled,
}

/// <summary>用户: one person's account at this deployment. <paramref name="Id"/> in its 32-digit form is the subject of tokens.</summary>
public sealed record User(Guid Id, string Login, string Name, string Organisation, UserState State)
{
    public string? Post { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    public bool EmailVerified { get; init; }

    public bool HasPassword { get; init; }

    public bool HasTotp { get; init; }

    /// <summary>The quota this account was made under; null for the deployment's own people.</summary>
    public Guid? Delegation { get; init; }

    public IReadOnlyList<Assignment> Assignments { get; init; } = [];

    public DateTimeOffset ChangedAt { get; init; }

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
