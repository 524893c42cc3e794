using System.Text;
using System.Text.Json;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;

namespace CityOps.Hub.SignOn.Authorize;

/// <summary>What the <c>claims</c> parameter (OpenID Connect Core 5.5) asks for, by name.</summary>
/// <param name="Subject">The one subject the client will accept; null when it does not say.</param>
/// <param name="SecondFactorEssential">acr is essential and only the second-factor class will do.</param>
internal sealed record ClaimsAsked(
    IReadOnlyList<string> IdToken, IReadOnlyList<string> UserInfo, string? Subject, bool SecondFactorEssential)
{
    private const int MostCharacters = 4000;
    private const int MostNames = 64;

    public static readonly ClaimsAsked None = new([], [], null, false);

    /// <summary>Null when the text is no claims request.</summary>
    public static ClaimsAsked? Read(string text)
    {
        if (text.Length > MostCharacters)
        {
            return null;
        }

        using var document = JoseParts.ReadObject(Encoding.UTF8.GetBytes(text), GuardSwitch.AllOn);
        return document is not null
            && Names(document.RootElement, "id_token") is { } idToken
            && Names(document.RootElement, "userinfo") is { } userInfo
            ? new ClaimsAsked(idToken, userInfo, SubjectIn(document.RootElement), WantsSecondFactor(document.RootElement))
            : null;
    }

    private static List<string>? Names(JsonElement root, string place)
    {
        if (!root.TryGetProperty(place, out var members) || members.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (members.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var asked = members.EnumerateObject().Take(MostNames + 1).ToList();
        return asked.Count <= MostNames && asked.TrueForAll(claim => claim.Value.ValueKind is JsonValueKind.Null or JsonValueKind.Object)
            ? asked.ConvertAll(claim => claim.Name)
            : null;
    }

    private static string? SubjectIn(JsonElement root) =>
        Claim(root, "sub") is { } sub && JoseParts.TryText(sub, "value", out var value) ? value : null;

    private static bool WantsSecondFactor(JsonElement root)
    {
        if (Claim(root, "acr") is not { } acr || !acr.TryGetProperty("essential", out var essential) || essential.ValueKind != JsonValueKind.True)
        {
            return false;
        }

        var values = acr.TryGetProperty("values", out var many) && many.ValueKind == JsonValueKind.Array
            ? many.EnumerateArray().Select(value => JoseParts.TryText(value, out var text) ? text : "").ToList()
            : JoseParts.TryText(acr, "value", out var one) ? [one] : [];
        return values.Contains(Acr.SecondFactor) && !values.Contains(Acr.Password);
    }

    private static JsonElement? Claim(JsonElement root, string name) =>
        root.TryGetProperty("id_token", out var members)
        && members.ValueKind == JsonValueKind.Object
        && members.TryGetProperty(name, out var claim)
        && claim.ValueKind == JsonValueKind.Object
            ? claim
            : null;
}

/// <summary>The classes of authentication this hub knows (OpenID Connect Core, <c>acr</c>).</summary>
internal static class Acr
{
    public const string Password = "urn:cityops:acr:1";

    public const string SecondFactor = "urn:cityops:acr:2";
}
