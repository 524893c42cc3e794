using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Audit;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Dpop;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Tokens;
using CityOps.Schemas;
using CityOps.Schemas.Codes;
using CityOps.Store;

namespace CityOps.Tests.SignOn.Tokens;

/// <summary>
/// The neighbours of the token room, small enough to see through: clients by secret, a DPoP proof that is its own
/// thumbprint (`key:abc`), an own signer, users in a dictionary, and every audit event kept.
/// </summary>
internal sealed class TestPeers : IDisposable
{
    public const string Secret = "correct-horse";

    private readonly ECDsa es = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA rs = RSA.Create(2048);
    private readonly TimeProvider clock;

    public TestPeers(TimeProvider clock)
    {
        this.clock = clock;
        Peers = new TokenPeers
        {
            Enter = (call, _) => Task.FromResult(Enter(call)),
            Prove = (call, _, _) => Task.FromResult(Prove(call)),
            Nonce = () => "nonce-1",
            Sign = Sign,
            Verify = Verify,
            FindUser = (id, _) => Task.FromResult(Users.GetValueOrDefault(id)),
            Audit = (entry, _) =>
            {
                Events.Enqueue(entry);
                return StoreIsAway ? Task.FromException(new StoreException("away")) : Task.CompletedTask;
            },
        };
        Array.ForEach([Web, App, Other, Api, Loose], client => Clients[client.Id] = client);
        Users[Zhang.Id] = Zhang;
    }

    public TokenPeers Peers { get; }

    public ConcurrentDictionary<string, Client> Clients { get; } = new();

    public ConcurrentDictionary<Guid, User> Users { get; } = new();

    /// <summary>The audit log cannot be written, the last thing before each answer.</summary>
    public bool StoreIsAway { get; set; }

    public ConcurrentQueue<AuditEvent> Events { get; } = new();

    public static User Zhang { get; } = new(Guid.Parse("0198a000-0000-7000-8000-000000000001"), "zhang.wei", "张伟", "org-1", UserState.Active)
    {
        Email = "zhang@example.cn",
        EmailVerified = true,
        Phone = "+86 551 1234567",
        ChangedAt = DateTimeOffset.FromUnixTimeSeconds(1_760_000_000),
    };

    /// <summary>Confidential.</summary>
    public static Client Web { get; } = new("web", "Web", ClientMethod.SecretBasic)
    {
        GrantTypes = Set("authorization_code", "refresh_token"),
        Resources = Set("https://api.example.cn"),
    };

    /// <summary>Public.</summary>
    public static Client App { get; } = Web with { Id = "app", Method = ClientMethod.None };

    public static Client Other { get; } = Web with { Id = "other" };

    /// <summary>A service that is called with tokens and calls on.</summary>
    public static Client Api { get; } = new("api", "Api", ClientMethod.SecretBasic)
    {
        GrantTypes = Set("client_credentials", TokenRequestRules.Exchange),
        Scopes = Set("if:MG-01.v1.up:publish", "if:SI-01.v1.down:subscribe"),
        Audiences = Set("https://api.example.cn"),
        Resources = Set("https://next.example.cn"),
    };

    /// <summary>Confidential, no PKCE asked of it.</summary>
    public static Client Loose { get; } = Web with { Id = "loose", PkceOptional = true };

    public static IReadOnlySet<string> Set(params string[] values) => values.ToHashSet(StringComparer.Ordinal);

    public static string Basic(string client, string secret = Secret) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client}:{secret}"));

    public static Client Platform(string code) => new(code, code, ClientMethod.SecretBasic)
    {
        Platform = new PlatformEntry(PlatformCode.Parse(code), RegionCode.Parse(code[2..]), code, "", Suspended: false),
    };

    public string Sign(string type, string algorithm, IReadOnlyDictionary<string, object> claims)
    {
        var header = JsonSerializer.Serialize(new Dictionary<string, string> { ["alg"] = algorithm, ["typ"] = type, ["kid"] = algorithm });
        var text = Encode(header) + "." + Encode(JsonSerializer.Serialize(claims));
        var bytes = Encoding.ASCII.GetBytes(text);
        return text + "." + Base64Url.EncodeToString(algorithm == "ES256"
            ? es.SignData(bytes, HashAlgorithmName.SHA256)
            : rs.SignData(bytes, HashAlgorithmName.SHA256, algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1));
    }

    public void Dispose()
    {
        es.Dispose();
        rs.Dispose();
    }

    private VerifiedToken? Verify(string token)
    {
        if (token.Split('.') is not [var header, var payload, var signature] || !Base64Url.IsValid(header) || !Base64Url.IsValid(payload) || !Base64Url.IsValid(signature))
        {
            return null;
        }

        var headed = JsonDocument.Parse(Base64Url.DecodeFromChars(header)).RootElement;
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload)).RootElement;
        var good = headed.GetProperty("typ").GetString() == "at+jwt"
            && es.VerifyData(Encoding.ASCII.GetBytes(header + "." + payload), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256)
            && claims.GetProperty("exp").GetInt64() > clock.GetUtcNow().ToUnixTimeSeconds();
        return good ? new VerifiedToken("ES256", claims.GetProperty("exp").GetInt64(), claims) : null;
    }

    private Outcome<Client> Enter(ClientCall call)
    {
        var (id, secret) = BasicCredentials.TryRead(call.Authorization, out var client, out var proved)
            ? (client, proved)
            : (call.Form.GetValueOrDefault("client_id", ""), call.Form.GetValueOrDefault("client_secret", ""));
        return Clients.TryGetValue(id, out var known) && (known.Method == ClientMethod.None || secret == Secret)
            ? known
            : SignOnRefusals.InvalidClient;
    }

    private static Outcome<DpopVerdict> Prove(ClientCall call) => call.DpopProofs switch
    {
        [] => new DpopVerdict(null),
        [var only] when only.StartsWith("key:", StringComparison.Ordinal) => new DpopVerdict(only[4..]),
        _ => new Refusal("invalid_dpop_proof", "", RefusalKind.Invalid, "DPoP 证明无效", "The DPoP proof does not hold"),
    };

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
