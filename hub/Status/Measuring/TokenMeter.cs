using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.Clients;

namespace CityOps.Hub.Status.Measuring;

/// <summary>
/// Counts who asks for tokens, by the name the caller claims: a platform whose key was lost is seen by its failures. Only
/// registered names are counted; what anybody else calls himself is no name for figures.
/// </summary>
public sealed class TokenMeter(CallMeter meter, PlatformDirectory platforms)
{
    private const int MostAssertion = 16 << 10;

    /// <param name="error">Name of the refusal; null when a token was given.</param>
    public void Add(ClientCall call, TimeSpan took, string? error)
    {
        if (Claimed(call) is { } name && platforms.Find(name) is not null)
        {
            meter.Add(Road.Token, "", name, took, error);
        }
    }

    private static string? Claimed(ClientCall call)
    {
        if (call.Authorization is { } header && header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            var bytes = new byte[header.Length];
            return Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var user, _] ? Uri.UnescapeDataString(user) : null;
        }

        return call.Form.GetValueOrDefault("client_id") ?? SubjectOf(call.Form.GetValueOrDefault("client_assertion"));
    }

    private static string? SubjectOf(string? assertion)
    {
        if (assertion is not { Length: > 0 and <= MostAssertion } || assertion.Split('.') is not [_, var payload, _])
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return claims.RootElement.ValueKind == JsonValueKind.Object && claims.RootElement.TryGetProperty("sub", out var sub) && sub.ValueKind == JsonValueKind.String ? sub.GetString() : null;
        }
        catch (Exception fault) when (fault is JsonException or FormatException)
        {
            return null; // refused anyway, and nobody's
        }
    }
}
