using CityOps.Hub.SignOn.People.Delegations;
using CityOps.Hub.SignOn.People.Factors;
using CityOps.Hub.SignOn.People.Organisations;
using CityOps.Store;

namespace CityOps.Hub.SignOn.People;

/// <summary>The tables of this room over one store.</summary>
internal sealed class PeopleTables(Engine engine)
{
    public Engine Engine => engine;

    public UserTable Users { get; } = new(engine);

    public CredentialTable Credentials { get; } = new(engine);

    public AssignmentTable Assignments { get; } = new(engine);

    public OrganisationTable Organisations { get; } = new(engine);

    public AccountLinkTable Links { get; } = new(engine);

    public DelegationTable Delegations { get; } = new(engine);

    /// <summary>The user as of now: one under a delegation that has ended is disabled.</summary>
    public async Task<User?> CurrentAsync(User? user, DateTimeOffset now, CancellationToken ct) =>
        user is { Delegation: { } delegation, State: UserState.Active } && !(await Delegations.ChainAsync(delegation, ct)).All(link => link.IsLive(now))
            ? user with { State = UserState.Disabled }
            : user;
}
