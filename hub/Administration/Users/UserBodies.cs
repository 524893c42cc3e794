using CityOps.Hub.SignOn.People;

namespace CityOps.Hub.Administration.Users;

/// <summary>A new account. It has no roles: giving them is another's office.</summary>
internal sealed record NewUser(string Login, string Name)
{
    public string Organisation { get; init; } = "";

    public string? Post { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }
}

/// <summary>What an administrator may write of a person: all of it each time.</summary>
internal sealed record UserData(string Name, string Organisation)
{
    public string? Post { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }
}

/// <summary>The whole set of roles an account is to hold.</summary>
internal sealed record RoleSet(IReadOnlyList<RoleItem> Roles);

internal sealed record RoleItem(string Role)
{
    /// <summary>own, organisation or region.</summary>
    public string Scope { get; init; } = "own";

    public string Value { get; init; } = "";
}

internal sealed record LinkItem(string Issuer, string Subject);

/// <summary>An account as administrators see it.</summary>
internal static class UserView
{
    public static object Of(User user) => new
    {
        id = user.Subject,
        login = user.Login,
        name = user.Name,
        organisation = user.Organisation,
        post = user.Post,
        phone = user.Phone,
        email = user.Email,
        state = UserTable.Word(user.State),
        hasPassword = user.HasPassword,
        hasTotp = user.HasTotp,
        mustChangePassword = user.MustChangePassword,
        lockedUntil = user.LockedUntil,
        delegation = user.Delegation?.ToString("N"),
        roles = user.Assignments.Select(one => new { role = one.Role, scope = AssignmentTable.Word(one.Scope), value = one.Value }),
        version = user.Version,
        changedAt = user.ChangedAt,
    };

    public static object With(User user, string password, DateTimeOffset until) => new { user = Of(user), temporaryPassword = password, temporaryUntil = until };
}
