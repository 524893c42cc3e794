using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Organisations;
using CityOps.Schemas.Codes;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Tests.SignOn.Policy;

/// <summary>People of a running deployment and the tokens they would get by signing on with two factors.</summary>
internal static class Staff
{
    /// <summary>An account with these roles and its token.</summary>
    public static async Task<string> TokenAsync(IServiceProvider host, string login, params Assignment[] roles)
    {
        var clock = host.GetRequiredService<TimeProvider>();
        var user = new User(Guid.CreateVersion7(), login, login, "", UserState.Active) { ChangedAt = clock.GetUtcNow() };
        await using (var scope = await host.GetRequiredService<PeopleTables>().Engine.BeginWriteAsync(CancellationToken.None))
        {
            await UserTable.AddAsync(scope, user, null, null, CancellationToken.None);
            await AssignmentTable.AddAsync(scope, user.Id, roles, "test", clock.GetUtcNow(), CancellationToken.None);
            await scope.CommitAsync(CancellationToken.None);
        }

        return TokenOf(host, user.Subject);
    }

    public static async Task OrganisationAsync(IServiceProvider host, string id, string region) =>
        await host.GetRequiredService<PeopleTables>().Organisations.AddAsync(
            new Organisation(id, null, "/" + id, id, "department", RegionCode.Parse(region), null), host.GetRequiredService<TimeProvider>().GetUtcNow(), CancellationToken.None);

    public static string TokenOf(IServiceProvider host, string subject, string scope = "openid cityops", string acr = "urn:cityops:acr:2")
    {
        var now = host.GetRequiredService<TimeProvider>().GetUtcNow();
        var issuer = host.GetRequiredService<SignOnOptions>().Issuer;
        return host.GetRequiredService<TokenSigner>().Sign("at+jwt", AsymmetricKey.Es256, new Dictionary<string, object>
        {
            ["iss"] = issuer,
            ["aud"] = issuer,
            ["sub"] = subject,
            ["client_id"] = "portal",
            ["jti"] = Guid.CreateVersion7().ToString("N"),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
            ["auth_time"] = now.ToUnixTimeSeconds(),
            ["scope"] = scope,
            ["sid"] = "s1",
            ["gid"] = Guid.CreateVersion7().ToString("N"),
            ["acr"] = acr,
        });
    }
}
