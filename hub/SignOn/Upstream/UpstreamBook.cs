namespace CityOps.Hub.SignOn.Upstream;

/// <summary>Another authority people may come from: a tier's hub, or the external authority of the settings.</summary>
/// <param name="Id">Short name in URLs: the platform code of the other hub, or <c>external</c>.</param>
public sealed record UpstreamAuthority(string Id, string Issuer, string ClientId, string Name);

/// <summary>The authorities this hub trusts to say who somebody is; the external one first.</summary>
public sealed class UpstreamBook(SignOnOptions options)
{
    /// <summary>Id of the one external authority.</summary>
    public const string External = "external";

    private readonly IReadOnlyList<AuthoritySettings> settings = SettingsOf(options);

    public IReadOnlyList<UpstreamAuthority> All { get; } = [.. SettingsOf(options).Select(Shown)];

    /// <summary>Whether sign-on is the external authority's business and our own login page is for emergencies.</summary>
    public bool IsExternal => options.Authority is not null;

    public UpstreamAuthority? Find(string id) => Settings(id) is { } found ? Shown(found) : null;

    /// <summary>Where the login page sends somebody who chose this authority.</summary>
    public static string StartPath(string id, string interaction) => $"/signon/upstream/{id}/start?interaction={interaction}";

    internal AuthoritySettings? Settings(string id) => settings.FirstOrDefault(one => one.Id == id);

    internal static IReadOnlyList<AuthoritySettings> SettingsOf(SignOnOptions options) =>
        options.Authority is { } external ? [external with { Id = External }, .. options.Authorities] : options.Authorities;

    private static UpstreamAuthority Shown(AuthoritySettings one) =>
        new(one.Id, one.Issuer, one.ClientId, one.Name.Length > 0 ? one.Name : one.Issuer);
}
