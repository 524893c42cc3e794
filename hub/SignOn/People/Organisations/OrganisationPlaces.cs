
namespace CityOps.Hub.SignOn.People.Organisations;

/// <summary>Where organisations stand, for rooms that judge rights given in one.</summary>
public sealed class OrganisationPlaces
{
    private readonly PeopleTables tables;

    internal OrganisationPlaces(PeopleTables tables) => this.tables = tables;

    /// <summary>Null for a code that no organisation of this hub has.</summary>
    public async Task<OrganisationPlace?> FindAsync(string code, CancellationToken ct) =>
        code.Length is 0 or > 32 ? null : (await tables.Organisations.FindAsync(code, ct))?.Place;
}
