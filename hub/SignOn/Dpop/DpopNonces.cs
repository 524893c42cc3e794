using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CityOps.Hub.SignOn.Dpop;

/// <summary>
/// Nonces for proofs (RFC 9449 8): a mark over the current two minutes, so that nothing is stored and every process over one
/// store knows those of the others. One holds for two to four minutes.
/// </summary>
internal sealed class DpopNonces(SignOnOptions options, TimeProvider clock)
{
    private const long Seconds = 120;

    private readonly byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, options.WrappingKey.ToArray(), 32, info: "cityops dpop nonce"u8.ToArray());

    public bool Needed => options.DpopNonceNeeded;

    public string Current() => Of(Slot());

    public bool Holds(string nonce)
    {
        var slot = Slot();
        return Same(nonce, Of(slot)) | Same(nonce, Of(slot - 1)) | Same(nonce, Of(slot + 1)); // a neighbour's clock may be ahead
    }

    private static bool Same(string left, string right) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    private long Slot() => clock.GetUtcNow().ToUnixTimeSeconds() / Seconds;

    private string Of(long slot)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, slot);
        return Base64Url.EncodeToString(HMACSHA256.HashData(key, bytes));
    }
}
