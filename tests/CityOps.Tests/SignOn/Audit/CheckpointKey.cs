using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Audit;

namespace CityOps.Tests.SignOn.Audit;

/// <summary>A key that signs checkpoints, made here so that the reader is not tested against its own writer alone.</summary>
internal sealed class CheckpointKey
{
    private readonly ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string kid = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    public string Jwk
    {
        get
        {
            var q = pair.ExportParameters(false).Q;
            return $$"""{"kty":"EC","crv":"P-256","kid":"{{kid}}","x":"{{Base64Url.EncodeToString(q.X)}}","y":"{{Base64Url.EncodeToString(q.Y)}}"}""";
        }
    }

    public IReadOnlyDictionary<string, JsonElement> Trusted => new Dictionary<string, JsonElement> { [kid] = JsonDocument.Parse(Jwk).RootElement };

    public SignedCheckpoint Sign(IReadOnlyDictionary<string, object> claims)
    {
        var text = $"{Encode(new { alg = "ES256", typ = "audit-checkpoint+jwt", kid })}.{Encode(claims)}";
        return new SignedCheckpoint($"{text}.{Base64Url.EncodeToString(pair.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}", Jwk);
    }

    private static string Encode(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
