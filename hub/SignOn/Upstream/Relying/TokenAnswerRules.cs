using System.Net;
using System.Text.Json;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Upstream.Discovery;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Upstream.Relying;

/// <summary>Whether a token endpoint's answer may be used (RFC 6749 5.1, OpenID Connect Core 3.1.3.3). Pure.</summary>
internal static class TokenAnswerRules
{
    private const int MostCharacters = 8 * 1024;
    private const int MostSeconds = 24 * 60 * 60;

    public static Outcome<TokenSet> Read(WireAnswer answer, DateTimeOffset now)
    {
        if (WireJson.Object(answer.Body) is not { } said)
        {
            return UpstreamRefusals.AnswerInvalid.At("token-json");
        }

        if (answer.Status != HttpStatusCode.OK)
        {
            return UpstreamRefusals.Refused.At(JoseParts.TryText(said, "error", out var error) && error == "invalid_grant" ? "invalid_grant" : "token-error");
        }

        if (Token(said, "access_token") is not { } access || !JoseParts.TryText(said, "token_type", out var type) || !type.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return UpstreamRefusals.AnswerInvalid.At("access-token");
        }

        if ((said.TryGetProperty("refresh_token", out _) && Token(said, "refresh_token") is null) || (said.TryGetProperty("id_token", out _) && Token(said, "id_token") is null))
        {
            return UpstreamRefusals.AnswerInvalid.At("token-form");
        }

        return new TokenSet(access, now.AddSeconds(Life(said)), Token(said, "refresh_token"), Token(said, "id_token"));
    }

    private static string? Token(JsonElement said, string name) =>
        JoseParts.TryText(said, name, out var token) && token.Length is > 0 and <= MostCharacters && token.All(letter => letter is > ' ' and < '\x7f') ? token : null;

    // Not said: short, so that it is asked again soon.
    private static int Life(JsonElement said) =>
        said.TryGetProperty("expires_in", out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var seconds) && seconds > 0
            ? Math.Min(seconds, MostSeconds)
            : 60;
}
