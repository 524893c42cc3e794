using System.Text;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Authorize;

/// <summary>What goes back to a client's redirect URI, always with <c>iss</c> (RFC 9207). Pure.</summary>
internal static class ResponseForms
{
    public static IReadOnlyList<KeyValuePair<string, string>> Code(string code, ReturnAddress back, string issuer) =>
        Complete([new("code", code)], back, issuer);

    public static IReadOnlyList<KeyValuePair<string, string>> Error(Refusal refusal, ReturnAddress back, string issuer) =>
        Complete([new("error", refusal.Name), new("error_description", refusal.DetailEn ?? refusal.TitleEn)], back, issuer);

    /// <summary>The redirect URI with the members in its query; one it was registered with stays.</summary>
    public static string Query(string redirectUri, IReadOnlyList<KeyValuePair<string, string>> members)
    {
        var text = new StringBuilder(redirectUri);
        var mark = redirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in members)
        {
            text.Append(mark).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            mark = '&';
        }

        return text.ToString();
    }

    private static List<KeyValuePair<string, string>> Complete(List<KeyValuePair<string, string>> members, ReturnAddress back, string issuer)
    {
        if (back.State is not null)
        {
            members.Add(new("state", back.State));
        }

        members.Add(new("iss", issuer));
        return members;
    }
}
