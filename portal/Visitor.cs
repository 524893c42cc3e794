namespace CityOps.Portal;

/// <summary>Whose pages these are.</summary>
/// <param name="Tier">Nation, Province, City or County.</param>
public sealed record Place(string Name, string Code, string Tier);

/// <summary>A role of this deployment, as the host says.</summary>
/// <param name="Apart">Of the three administrators: given and changed on the machine only.</param>
public sealed record RoleText(string Code, string Name, string NameEn, IReadOnlySet<string> Actions, bool Apart);

/// <summary>Who is signed on, as the host says; where there is none, nobody is.</summary>
/// <param name="Home">Name of the platform that signed them on; null when it was this one.</param>
/// <param name="Actions">The named actions they may do somewhere.</param>
public sealed record Visitor(string Name, string? Home, IReadOnlySet<string> Actions)
{
    public bool May(string action) => Actions.Contains(action);
}
