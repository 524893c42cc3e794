using System.Security.Cryptography;
using System.Text;

namespace CityOps.Hub.SignOn.Keys;

/// <summary>Wraps private keys with the key that is outside the store (AES-256-GCM), each bound to its kid so that none passes for another.</summary>
internal sealed class KeyWrap
{
    public const int KeyBytes = 32;

    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] key;

    public KeyWrap(ReadOnlyMemory<byte> key)
    {
        if (key.Length != KeyBytes)
        {
            throw new ArgumentException($"The wrapping key has {key.Length} bytes, not {KeyBytes}.", nameof(key));
        }

        this.key = key.ToArray();
    }

    public byte[] Wrap(string kid, ReadOnlySpan<byte> plain)
    {
        var wrapped = new byte[1 + NonceBytes + TagBytes + plain.Length];
        wrapped[0] = Version;
        var nonce = wrapped.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, wrapped.AsSpan(1 + NonceBytes + TagBytes), wrapped.AsSpan(1 + NonceBytes, TagBytes), Encoding.UTF8.GetBytes(kid));
        return wrapped;
    }

    public byte[] Open(string kid, ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length <= 1 + NonceBytes + TagBytes || wrapped[0] != Version)
        {
            throw new InvalidOperationException($"The signing key {kid} is not in the form this version writes.");
        }

        var plain = new byte[wrapped.Length - 1 - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(wrapped.Slice(1, NonceBytes), wrapped[(1 + NonceBytes + TagBytes)..], wrapped.Slice(1 + NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(kid));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new InvalidOperationException(
                $"The wrapping key does not open the signing key {kid}: it is another than the one that wrapped it. Put the right one back (setting or file), "
                + "or, if it is lost, delete the rows of hub_key; all tokens given so far then end.");
        }

        return plain;
    }
}
