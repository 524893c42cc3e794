namespace CityOps.Hub.SignOn.Clients;

/// <summary>
/// One entry of <c>SignOn:Visits</c>: another deployment whose pages our people may open with their account here. It signs its
/// calls with its own key (<c>private_key_jwt</c>), so both sides need only each other's address.
/// </summary>
public sealed record VisitSettings
{
    /// <summary>Its client id here, and at its own <c>SignOn:Authorities:ClientId</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>Shown to people who sign on for it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its issuer: an origin.</summary>
    public string Origin { get; init; } = "";

    internal Client Client => new(Id, Name.Length > 0 ? Name : Origin, ClientMethod.PrivateKeyJwt)
    {
        JwksUri = Origin + SignOnOptions.KeysPath,
        RedirectUris = [Origin + "/signon/upstream/callback"],
        PostLogoutRedirectUris = [Origin + "/signon/logged-out"],
        BackchannelLogoutUri = Origin + "/signon/upstream/backchannel",
        GrantTypes = new HashSet<string>(["authorization_code"], StringComparer.Ordinal),
        Scopes = new HashSet<string>(["openid", "profile"], StringComparer.Ordinal),
        FirstParty = true,
    };

    /// <summary>What is wrong with it, in words.</summary>
    internal IEnumerable<string> Faults()
    {
        if (Id.Length is 0 or > 64 || Id.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.')) || Id == PortalSessions.PortalClient.Id)
        {
            yield return "Id must be 1 to 64 letters, digits, hyphens, dots or underscores, and not that of the portal";
        }

        if (ClientRules.UriFault(Origin + "/") is not null || Origin.EndsWith('/'))
        {
            yield return "Origin must be an https origin without a final slash; http is for loopback";
        }
    }
}
