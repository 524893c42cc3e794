using System.Text.Json;

namespace CityOps.Hub.SignOn.Jose;

/// <summary>Reads and judges <c>aud</c> and <c>azp</c>. Pure.</summary>
internal static class AudienceRules
{
    private const int Most = 20;

    public static bool Holds(JsonElement payload, AudiencePolicy policy, string ours)
    {
        if (Read(payload, out var isText) is not { } audiences)
        {
            return false;
        }

        return policy switch
        {
            AudiencePolicy.Only => audiences is [var only] && only == ours,
            AudiencePolicy.TextOnly => isText && audiences[0] == ours,
            AudiencePolicy.WithParty => audiences.Contains(ours, StringComparer.Ordinal) && PartyHolds(payload, audiences.Count, ours),
            _ => true,
        };
    }

    /// <summary>The audiences of a token that held; null when the claim is no text and no array of distinct texts.</summary>
    public static IReadOnlyList<string>? Read(JsonElement payload) => Read(payload, out _);

    private static List<string>? Read(JsonElement payload, out bool isText)
    {
        isText = JoseParts.TryText(payload, "aud", out var only);
        if (isText)
        {
            return only.Length > 0 ? [only] : null;
        }

        if (!payload.TryGetProperty("aud", out var many) || many.ValueKind != JsonValueKind.Array || many.GetArrayLength() is 0 or > Most)
        {
            return null;
        }

        var audiences = new List<string>();
        foreach (var member in many.EnumerateArray())
        {
            if (!JoseParts.TryText(member, out var text) || text.Length == 0 || audiences.Contains(text, StringComparer.Ordinal))
            {
                return null;
            }

            audiences.Add(text);
        }

        return audiences;
    }

    // OpenID Connect Core 3.1.3.7: wanted as soon as there are several audiences, and ours whenever it is there.
    private static bool PartyHolds(JsonElement payload, int audiences, string ours) =>
        payload.TryGetProperty("azp", out var party) ? JoseParts.TryText(party, out var text) && text == ours : audiences == 1;
}
