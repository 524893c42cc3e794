using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CityOps.Hub.SignOn.Interactions;

/// <summary>Secrets for URLs and cookies: 256 random bits out, and the hash by which they are kept.</summary>
internal static class RandomText
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The whole text is hashed: a truncated or lengthened secret is another secret.</summary>
    public static string HashOf(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static bool AreSame(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
