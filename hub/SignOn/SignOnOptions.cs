using System.Security.Cryptography;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.SignOn;

/// <summary>
/// Settings of sign-on. <paramref name="Issuer"/> is this hub's public origin, never taken from a request's host;
/// <paramref name="Audience"/> is the one name access tokens of this hub are for.
/// </summary>
public sealed record SignOnOptions(string Issuer, string Audience)
{
    /// <summary>Where a platform asks for a token (design.md 11).</summary>
    public const string TokenPath = "/connect/token";

    /// <summary>Where the public halves of the signing keys are.</summary>
    public const string KeysPath = "/connect/jwks";

    /// <summary>Sets this deployment's cookies apart from those of others on the same host name: its platform code.</summary>
    public string Realm { get; init; } = "hub";

    /// <summary>What people call this deployment; at the head of every page of sign-on, so that they see where they are.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where this deployment reaches itself, when that is not the issuer: an origin on loopback.</summary>
    public string Self { get; init; } = "";

    /// <summary>Other authorities people may come from, such as the hubs of other tiers.</summary>
    public IReadOnlyList<Upstream.AuthoritySettings> Authorities { get; init; } = [];

    /// <summary>The one external authority; while it is set our own login page is for <see cref="BreakGlass"/> alone.</summary>
    public Upstream.AuthoritySettings? Authority { get; init; }

    /// <summary>Logins of administrators who may sign on here, with two factors, when the external authority is away.</summary>
    public IReadOnlyList<string> BreakGlass { get; init; } = [];

    /// <summary>Other deployments whose pages our people may open.</summary>
    public IReadOnlyList<Clients.VisitSettings> Visits { get; init; } = [];

    /// <summary>The region of this deployment: what the data scope "own" reaches.</summary>
    public RegionCode Region { get; init; } = RegionCode.Nation;

    /// <summary>
    /// Wraps private keys at rest: 32 bytes from outside the store, the same for every process over it. Without one a key of
    /// this process is taken: nothing lies open, but what it wrapped another process cannot read.
    /// </summary>
    public ReadOnlyMemory<byte> WrappingKey { get; init; } = KeyOfThisProcess;

    /// <summary>
    /// Whether any client may prove itself by a secret. Beyond this machine only platforms of the configuration and clients
    /// that were allowed to one by one may; all others use <c>private_key_jwt</c>.
    /// </summary>
    public bool AllowSecrets { get; init; } = Uri.TryCreate(Issuer, UriKind.Absolute, out var origin) && origin.IsLoopback;

    /// <summary>Whether proofs of possession must carry a nonce of this hub (RFC 9449 8).</summary>
    public bool DpopNonceNeeded { get; init; }

    private static readonly byte[] KeyOfThisProcess = RandomNumberGenerator.GetBytes(32);

    /// <summary>How long an access token lives.</summary>
    public static readonly TimeSpan TokenLife = TimeSpan.FromSeconds(300);

    /// <summary>Everything wrong with the settings, each in words with its key; empty when they are good.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (!IsOrigin(Issuer))
        {
            faults.Add("SignOn:Issuer must be an origin such as https://hub.example.cn without a path or a final slash; http is for loopback only");
        }

        if (string.IsNullOrWhiteSpace(Audience))
        {
            faults.Add("SignOn:Audience must name this hub");
        }

        if (WrappingKey.Length != 32)
        {
            faults.Add($"SignOn:WrappingKey has {WrappingKey.Length} bytes, not 32");
        }

        return faults;
    }

    /// <summary>Name of a cookie of this deployment; the prefix makes browsers insist on Secure, path / and no domain.</summary>
    public string CookieName(string kind) => $"__Host-cityops-{kind}-{Realm}";

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0
        && string.Equals(text, uri.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
}
