using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CityOps.Hub.SignOn.Grants;

/// <summary>Codes and refresh tokens: 256 random bits that say nothing, known to the store by their hash alone.</summary>
internal static class OpaqueToken
{
    private const int Characters = 43;

    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Of the whole text: a cut or lengthened token is another one.</summary>
    public static string HashOf(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Whether it can be one at all; anything else is not looked up.</summary>
    public static bool HasShape(string text) => text.Length == Characters && Base64Url.IsValid(text);
}
