using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Upstream.Discovery;
using CityOps.Hub.SignOn.Upstream.Relying;

namespace CityOps.Hub.SignOn.Upstream;

/// <summary>One relying party an authority of the book.</summary>
internal sealed class UpstreamParties(SignOnOptions options, AuthorityWire wire, SignToken sign, GuardSwitch guards, TimeProvider clock)
{
    public const string CallbackPath = "/signon/upstream/callback";

    private readonly Dictionary<string, (AuthoritySettings Settings, RelyingParty Party)> byId =
        UpstreamBook.SettingsOf(options).ToDictionary(one => one.Id, one => (one, new RelyingParty(Of(one, options), wire, sign, guards, clock)), StringComparer.Ordinal);

    /// <summary>Where an authority sends the browser back to after it has signed out there; registered there.</summary>
    public string LoggedOutUrl => options.Issuer + "/signon/logged-out";

    public IEnumerable<(AuthoritySettings Settings, RelyingParty Party)> All => byId.Values;

    public (AuthoritySettings Settings, RelyingParty Party)? Find(string id) => byId.TryGetValue(id, out var found) ? found : null;

    public (AuthoritySettings Settings, RelyingParty Party)? OfIssuer(string issuer)
    {
        var found = byId.Values.FirstOrDefault(one => one.Settings.Issuer == issuer);
        return found.Party is null ? null : found;
    }

    private static RelyingOptions Of(AuthoritySettings one, SignOnOptions options) =>
        new(one.Issuer, one.ClientId, one.ClientMethod, options.Issuer + CallbackPath, "openid")
        {
            Secret = one.Secret,
            Algorithms = one.Algorithms,
            AcrValues = one.RequiredAcr,
            UserInfo = one.UserInfo,
        };
}
