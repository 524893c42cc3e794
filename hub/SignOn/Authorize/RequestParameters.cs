using CityOps.Hub.SignOn.Tokens;

namespace CityOps.Hub.SignOn.Authorize;

/// <summary>
/// The known parameters of an authorization request; unknown ones are dropped here and never seen again. Empty values count
/// as absent (RFC 6749 3.1). A value that is no UTF-8 or holds control characters is <paramref name="Broken"/>.
/// </summary>
internal sealed record RequestParameters(
    IReadOnlyDictionary<string, string> Values, IReadOnlySet<string> Repeated, IReadOnlySet<string> Broken)
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "code_challenge",
        "code_challenge_method", "prompt", "max_age", "id_token_hint", "acr_values", "claims", "login_hint", "ui_locales",
        "claims_locales", "display", "request", "request_uri", "registration", "resource", "dpop_jkt", "idp", "interaction",
    };

    private static readonly HashSet<string> None = [];

    public string? this[string name] => Values.GetValueOrDefault(name);

    /// <summary>Parameters that were read before, from a pushed request or a waiting one.</summary>
    public static RequestParameters Of(IReadOnlyDictionary<string, string> values) =>
        new(values.Where(pair => Known.Contains(pair.Key) && pair.Value.Length > 0).ToDictionary(StringComparer.Ordinal), None, None);

    /// <param name="encoded">A query string without its question mark, or a form body.</param>
    public static RequestParameters Read(ReadOnlySpan<byte> encoded)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var (seen, repeated, broken) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var range in encoded.Split((byte)'&'))
        {
            var pair = encoded[range];
            var equals = pair.IndexOf((byte)'=');
            if (!FormText.TryDecode(equals < 0 ? pair : pair[..equals], out var name) || !Known.Contains(name))
            {
                continue;
            }

            if (!seen.Add(name))
            {
                repeated.Add(name);
            }

            if (!FormText.TryDecode(equals < 0 ? [] : pair[(equals + 1)..], out var value))
            {
                broken.Add(name);
            }
            else if (value.Length > 0)
            {
                values.TryAdd(name, value);
            }
        }

        return new RequestParameters(values, repeated, broken);
    }

    public bool IsClean(string name) => !Repeated.Contains(name) && !Broken.Contains(name);
}
