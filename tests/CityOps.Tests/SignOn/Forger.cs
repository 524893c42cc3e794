using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CityOps.Hub.SignOn.Jose;

namespace CityOps.Tests.SignOn;

/// <summary>Writes tokens by hand, good and bad, with nothing of the product's and nothing of the library's token code.</summary>
public sealed class Forger : IDisposable
{
    public const string Issuer = "https://hub.example.cn";
    public const string Audience = "hub-340000";
    public const string Kid = "key-1";

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>1 January 2026, 00:00 UTC: where <c>FakeClock</c> stands.</summary>
    public static long Now { get; } = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    public static string GoodHeader => Header("\"alg\":\"ES256\"");

    public static string GoodPayload => Payload();

    public byte[] PublicSpki => key.ExportSubjectPublicKeyInfo();

    internal VerificationKey Verification => new(Kid, "ES256", AsymmetricKey.Of(key.ExportParameters(includePrivateParameters: false)));

    public static string Header(string algorithm, string more = "") => $$"""{{{algorithm}},"typ":"at+jwt","kid":"{{Kid}}"{{more}}}""";

    /// <summary>A good access token's claims; a named one replaced by raw JSON, or left out when empty; more members appended.</summary>
    public static string Payload(string replace = "", string with = "", string more = "")
    {
        var claims = new Dictionary<string, string>
        {
            ["iss"] = $"\"{Issuer}\"",
            ["aud"] = $"\"{Audience}\"",
            ["sub"] = "\"P-340000\"",
            ["client_id"] = "\"P-340000\"",
            ["jti"] = "\"one\"",
            ["iat"] = Now.ToString(CultureInfo.InvariantCulture),
            ["exp"] = (Now + 300).ToString(CultureInfo.InvariantCulture),
        };
        if (replace.Length > 0)
        {
            claims[replace] = with;
        }

        return "{" + string.Join(',', claims.Where(claim => claim.Value.Length > 0).Select(claim => $"\"{claim.Key}\":{claim.Value}")) + more + "}";
    }

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public string Sign(string header, string payload)
    {
        var text = Encode(header) + "." + Encode(payload);
        return text + "." + Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256));
    }

    public static string Mac(string header, string payload, byte[] secret)
    {
        var text = Encode(header) + "." + Encode(payload);
        return text + "." + Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(text)));
    }

    public void Dispose() => key.Dispose();
}
