using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CityOps.Hub.SignOn.PortalSessions;

/// <summary>The tokens of one portal session as they are kept.</summary>
internal sealed record PortalTokens(string AccessToken, DateTimeOffset ExpiresAt, string? RefreshToken, string IdToken);

/// <summary>Keeps a session's tokens so that only its cookie opens them: who reads the store can call nobody with them.</summary>
internal static class TokenSeal
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static byte[] Seal(PortalTokens tokens, string cookie)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(tokens);
        var sealedTokens = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = sealedTokens.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(KeyOf(cookie), TagBytes);
        cipher.Encrypt(nonce, plain, sealedTokens.AsSpan(NonceBytes + TagBytes), sealedTokens.AsSpan(NonceBytes, TagBytes));
        return sealedTokens;
    }

    /// <summary>Null when they were changed or belong to another cookie.</summary>
    public static PortalTokens? Open(byte[] sealedTokens, string cookie)
    {
        if (sealedTokens.Length <= NonceBytes + TagBytes)
        {
            return null;
        }

        var plain = new byte[sealedTokens.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(KeyOf(cookie), TagBytes);
        try
        {
            cipher.Decrypt(sealedTokens.AsSpan(0, NonceBytes), sealedTokens.AsSpan(NonceBytes + TagBytes), sealedTokens.AsSpan(NonceBytes, TagBytes), plain);
            return JsonSerializer.Deserialize<PortalTokens>(plain);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>What a form of this session carries, so that nobody else's page can send it.</summary>
    public static string FormToken(string cookie) => Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(cookie), 32, info: "form"u8.ToArray()));

    private static byte[] KeyOf(string cookie) => HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(cookie), 32, info: "tokens"u8.ToArray());
}
