using CityOps.Hub.SignOn.Clients;

namespace CityOps.Hub.SignOn.Upstream;

/// <summary>
/// One entry of <c>SignOn:Authorities</c>, or <c>SignOn:Authority</c>: another authority whose word on who somebody is
/// counts here, as far as these settings say.
/// </summary>
public sealed record AuthoritySettings
{
    /// <summary>Short name in URLs: the platform code of the other hub; of the external authority always <c>external</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>Compared byte for byte with what the authority says of itself and in every token.</summary>
    public string Issuer { get; init; } = "";

    public string ClientId { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary><c>private_key_jwt</c> (signed by this hub's own key) or <c>client_secret_basic</c>.</summary>
    public string Method { get; init; } = "private_key_jwt";

    /// <summary>For <c>client_secret_basic</c> only.</summary>
    public string Secret { get; init; } = "";

    /// <summary>What its ID tokens and logout tokens may be signed with: of RS256, PS256, ES256.</summary>
    public IReadOnlyList<string> Algorithms { get => field ?? []; init; } = ["RS256", "ES256", "PS256"];

    /// <summary>One of these must be the token's <c>acr</c>; empty asks for none.</summary>
    public IReadOnlyList<string> RequiredAcr { get => field ?? []; init; } = [];

    /// <summary>All of these must be in the token's <c>amr</c>.</summary>
    public IReadOnlyList<string> RequiredAmr { get => field ?? []; init; } = [];

    /// <summary>Values of <c>acr</c> that count here as two factors.</summary>
    public IReadOnlyList<string> StrongAcr { get => field ?? []; init; } = ["urn:cityops:acr:2"];

    /// <summary>The one origin with a private address this authority may have; http there is for loopback only. Empty: public addresses only.</summary>
    public string PrivateAddress { get; init; } = "";

    /// <summary>The claim that names groups or roles there; empty when the authority has no say about roles.</summary>
    public string RoleClaim { get; init; } = "";

    /// <summary>Value of that claim → role here. It confirms roles the account holds and grants none.</summary>
    public IReadOnlyDictionary<string, string> Roles { get => field ?? None; init; } = None;

    /// <summary>Whether claims are also read at UserInfo.</summary>
    public bool UserInfo { get; init; }

    private static readonly Dictionary<string, string> None = [];

    internal ClientMethod ClientMethod => Method == "client_secret_basic" ? ClientMethod.SecretBasic : ClientMethod.PrivateKeyJwt;
}

/// <summary>Which settings of authorities cannot be used. Pure.</summary>
internal static class AuthoritySettingsRules
{
    private static readonly string[] Known = ["RS256", "PS256", "ES256"];

    public static IEnumerable<string> Faults(IReadOnlyList<AuthoritySettings> all)
    {
        foreach (var (settings, at) in all.Select((settings, at) => (settings, $"SignOn:Authorities:{at} ('{settings.Id}')")))
        {
            foreach (var fault in Faults(settings))
            {
                yield return $"{at}: {fault}";
            }
        }

        foreach (var twice in all.GroupBy(settings => settings.Id, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            yield return $"SignOn:Authorities: Id '{twice.Key}' comes twice";
        }

        foreach (var twice in all.GroupBy(settings => settings.Issuer, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            yield return $"SignOn:Authorities: Issuer '{twice.Key}' comes twice";
        }
    }

    private static IEnumerable<string> Faults(AuthoritySettings settings)
    {
        if (settings.Id.Length is 0 or > 64 || settings.Id.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '-'))
        {
            yield return "Id must be 1 to 64 letters, digits or hyphens";
        }

        if (!IsIssuer(settings))
        {
            yield return "Issuer must be an https URL without query and fragment; http is for loopback, named in PrivateAddress";
        }

        if (settings.ClientId.Length == 0)
        {
            yield return "ClientId is missing";
        }

        if (settings.Method is not ("private_key_jwt" or "client_secret_basic") || (settings.Method == "client_secret_basic") != (settings.Secret.Length > 0))
        {
            yield return "Method must be private_key_jwt without Secret, or client_secret_basic with one";
        }

        if (settings.Algorithms.Count == 0 || settings.Algorithms.Except(Known, StringComparer.Ordinal).Any())
        {
            yield return "Algorithms must be some of RS256, PS256, ES256";
        }

        if ((settings.RoleClaim.Length > 0) != (settings.Roles.Count > 0))
        {
            yield return "RoleClaim and Roles go together";
        }
    }

    private static bool IsIssuer(AuthoritySettings settings) =>
        Uri.TryCreate(settings.Issuer, UriKind.Absolute, out var uri)
        && uri is { Query: "", Fragment: "", UserInfo: "" }
        && !settings.Issuer.AsSpan().ContainsAny('?', '#')
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback && settings.PrivateAddress == Origin(uri)))
        && (settings.PrivateAddress.Length == 0 || settings.PrivateAddress == Origin(uri));

    private static string Origin(Uri uri) => uri.GetLeftPart(UriPartial.Authority);
}
