using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CityOps.Hub.Subscriptions.Push;

/// <summary>
/// Standard Webhooks 1.0 (security.md 9.3): the exact bytes sent are signed together with id and time, HMAC-SHA256, one
/// signature for each valid secret.
/// </summary>
internal static class WebhookSignature
{
    public const string Id = "webhook-id";
    public const string Timestamp = "webhook-timestamp";
    public const string Signature = "webhook-signature";
    public const string SecretPrefix = "whsec_";

    private const int SecretBytes = 32;

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>As the receiver keeps it.</summary>
    public static string Text(ReadOnlySpan<byte> secret) => SecretPrefix + Convert.ToBase64String(secret);

    /// <summary>Space-separated signatures, <c>v1,</c> and base64 each.</summary>
    public static string Of(string id, long timestamp, ReadOnlySpan<byte> body, IReadOnlyList<byte[]> secrets)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        var signed = new StringBuilder();
        foreach (var secret in secrets)
        {
            using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
            hash.AppendData(head);
            hash.AppendData(body);
            signed.Append(signed.Length > 0 ? " v1," : "v1,").Append(Convert.ToBase64String(hash.GetHashAndReset()));
        }

        return signed.ToString();
    }

    /// <summary>The same for the same records of the same life of the log, so that a receiver knows a delivery tried again.</summary>
    public static string IdOf(string subscription, string log, long first, long last, bool released)
    {
        var named = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{log} {subscription} {first} {last} {(released ? 'r' : 'n')}"));
        return "msg_" + Base64Url.EncodeToString(SHA256.HashData(named).AsSpan(0, 18));
    }
}
