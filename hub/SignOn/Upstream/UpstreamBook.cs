namespace CityOps.Hub.SignOn.Upstream;

/// <summary>Another authority people may come from: a tier's hub, or the external authority of the settings.</summary>
/// <param name="Id">Short name in URLs: the platform code of the other hub, or <c>external</c>.</param>
public sealed record UpstreamAuthority(string Id, string Issuer, string ClientId, string Name);

/// <summary>The authorities this hub trusts to say who somebody is.</summary>
public sealed class UpstreamBook
{
    public IReadOnlyList<UpstreamAuthority> All => throw new NotSupportedException();

    public UpstreamAuthority? Find(string id) => throw new NotSupportedException(id);

    /// <summary>Where the login page sends somebody who chose this authority.</summary>
    public static string StartPath(string id, string interaction) => $"/signon/upstream/{id}/start?interaction={interaction}";
}
