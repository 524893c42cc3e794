using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CityOps.Hub.SignOn.People.Factors;

/// <summary>恢复码: 128 random bits each in groups of letters and digits that cannot be mistaken; kept as SHA-256.</summary>
internal static class RecoveryCodes
{
    public const int Count = 10;

    private const int Bytes = 16;
    private const int Letters = 26; // 128 bits in base 32

    public static string[] Make() => [.. Enumerable.Range(0, Count).Select(_ => Grouped(Base32.Write(RandomNumberGenerator.GetBytes(Bytes))))];

    /// <summary>The stored form; null for what cannot be a code. Case, spaces and hyphens do not matter.</summary>
    public static string? HashOf(string code)
    {
        if (code.Length > 64)
        {
            return null;
        }

        var plain = string.Concat(code.Where(letter => letter is not ('-' or ' '))).ToUpperInvariant();
        return plain.Length == Letters && plain.All(letter => letter is >= 'A' and <= 'Z' or >= '2' and <= '7')
            ? Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(plain)))
            : null;
    }

    private static string Grouped(string letters) => string.Join('-', letters.Chunk(5).Select(group => new string(group)));
}
