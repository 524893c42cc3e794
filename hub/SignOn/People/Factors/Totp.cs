using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CityOps.Hub.SignOn.People.Factors;

/// <summary>动态口令: time-based one-time passwords, RFC 6238 with SHA-1, 30 s and 6 digits. Pure.</summary>
internal static class Totp
{
    public const int SecretBytes = 20;

    private const int StepSeconds = 30;
    private const int Digits = 6;

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The step the code belongs to: the current one or a neighbour; null for none. Every candidate is compared, whichever holds.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        if (code.Length != Digits || !code.All(char.IsAsciiDigit))
        {
            return null;
        }

        long? found = null;
        var given = Encoding.ASCII.GetBytes(code);
        for (var step = StepAt(now) - 1; step <= StepAt(now) + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeAt(secret, step)), given))
            {
                found = step;
            }
        }

        return found;
    }

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6238 as every authenticator reads it: HMAC-SHA-1.")]
    public static string CodeAt(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        Span<byte> mac = stackalloc byte[20];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        HMACSHA1.HashData(secret, counter, mac);
        var value = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[19] & 0x0F)..]) & 0x7FFF_FFFF;
        return (value % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>What an authenticator reads from a QR code (Key URI format).</summary>
    public static string Uri(string issuer, string login, ReadOnlySpan<byte> secret)
    {
        var (who, name) = (System.Uri.EscapeDataString(issuer), System.Uri.EscapeDataString(login));
        return $"otpauth://totp/{who}:{name}?secret={Base32.Write(secret)}&issuer={who}&algorithm=SHA1&digits={Digits}&period={StepSeconds}";
    }
}

/// <summary>RFC 4648 base 32, upper case, without padding.</summary>
internal static class Base32
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Write(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var one in bytes)
        {
            buffer = ((buffer << 8) | one) & 0xFFFF;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Letters[(buffer >> bits) & 31]);
            }
        }

        return bits > 0 ? text.Append(Letters[(buffer << (5 - bits)) & 31]).ToString() : text.ToString();
    }
}
