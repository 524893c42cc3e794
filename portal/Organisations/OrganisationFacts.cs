using CityOps.Portal.Users;

namespace CityOps.Portal.Organisations;

/// <summary>机构. <c>Path</c> is the ids from the root, each after a slash.</summary>
public sealed record OrganisationRow(string Id, string Path, string Name, string Kind, string Region)
{
    public string? Parent { get; init; }

    public string? CreditCode { get; init; }

    /// <summary>How deep it stands; 0 at a root.</summary>
    public int Depth => Path.Count(letter => letter == '/') - 1;
}

public sealed record OrganisationRows(IReadOnlyList<OrganisationRow> Items)
{
    public string? Next { get; init; }
}

/// <summary>One organisation with the first of those below it and of its people.</summary>
public sealed record OrganisationFacts(OrganisationRow One, OrganisationRows? Below, UserRows? People);
