using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CityOps.Hub.SignOn.Keys;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>Signs what this hub says: the only place that makes tokens.</summary>
internal sealed class TokenSigner(KeyKeeper keys)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="type">at+jwt, JWT, logout+jwt, client-authentication+jwt …</param>
    /// <param name="algorithm">RS256, ES256 or PS256: the current key of that kind signs.</param>
    /// <param name="claims">Instants as whole seconds.</param>
    public string Sign(string type, string algorithm, IReadOnlyDictionary<string, object> claims)
    {
        var key = keys.Ring.Signer(algorithm);
        return Sign(new Dictionary<string, object> { ["alg"] = algorithm, ["typ"] = type, ["kid"] = key.Kid }, claims, algorithm, key.Pair!);
    }

    /// <summary>The bare form, for keys that are not the hub's ring: a link's own.</summary>
    public static string Sign(IReadOnlyDictionary<string, object> header, IReadOnlyDictionary<string, object> claims, string algorithm, AsymmetricKey key)
    {
        var text = Encode(header) + "." + Encode(claims);
        return text + "." + Base64Url.EncodeToString(key.Sign(algorithm, Encoding.ASCII.GetBytes(text)));
    }

    private static string Encode(IReadOnlyDictionary<string, object> members) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(members, Plain));
}
