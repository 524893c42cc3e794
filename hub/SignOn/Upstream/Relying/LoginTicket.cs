using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CityOps.Hub.SignOn.Upstream.Relying;

/// <summary>
/// The random parts of one authorization request. Nonce and verifier follow from the state and the browser's cookie, so
/// that the store holds nothing to redeem a code with, and another browser's cookie makes another verifier.
/// </summary>
internal sealed record LoginTicket(string State, string Nonce, string Verifier)
{
    /// <summary>256 random bits as text: a state, a cookie's value.</summary>
    public static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Whether a text has the form of <see cref="Random"/>.</summary>
    public static bool IsRandom(string? text) => text is { Length: 43 } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    public static LoginTicket For(string state, string cookie) => new(state, Derive("nonce", state, cookie), Derive("verifier", state, cookie));

    /// <summary>How a random value is kept.</summary>
    public static string Hash(string value) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(value)));

    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    private static string Derive(string use, string state, string cookie) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(cookie), Encoding.ASCII.GetBytes($"{use}:{state}")));
}
