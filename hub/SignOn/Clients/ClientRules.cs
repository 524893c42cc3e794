using System.Buffers;
using CityOps.Hub.SignOn.Jose;
using CityOps.Schemas;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.SignOn.Clients;

/// <summary>What an administrator may register: each fault named by its field. Pure.</summary>
internal static class ClientRules
{
    private const int MostUris = 20;
    private const int MostNames = 64;
    private const int MostCharacters = 2048;

    private static readonly SearchValues<char> IdLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");
    private static readonly SearchValues<char> Rewritten = SearchValues.Create("\\\"<>^`{}|*");
    private static readonly string[] Grants = ["authorization_code", "refresh_token", "client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange"];

    /// <summary>Every fault of a draft; empty when it is acceptable.</summary>
    public static IReadOnlyList<FieldError> Faults(ClientDraft draft)
    {
        var faults = new List<FieldError>();
        if (draft.Id.Length is 0 or > 64 || draft.Id.AsSpan().ContainsAnyExcept(IdLetters) || PlatformCode.TryParse(draft.Id, out _))
        {
            faults.Add(new("id", "1 to 64 of A-Z a-z 0-9 - _ . and not the form of a platform code"));
        }

        if (draft.Name.Length is 0 or > 100 || draft.Name.Any(char.IsControl))
        {
            faults.Add(new("name", "1 to 100 characters without control characters"));
        }

        AddUriFaults(draft, faults);
        AddGrantFaults(draft, faults);
        if (draft.IdTokenAlgorithm is not (AsymmetricKey.Rs256 or AsymmetricKey.Es256 or AsymmetricKey.Ps256))
        {
            faults.Add(new("idTokenAlgorithm", "RS256, ES256 or PS256"));
        }

        return faults;
    }

    /// <summary>
    /// Null for an address browsers and we read alike: https, or http on loopback; no user, no fragment, nothing a parser would
    /// rewrite (dots, case of the host, default ports), for redirect addresses are compared as text.
    /// </summary>
    public static string? UriFault(string text)
    {
        if (text.Length is 0 or > MostCharacters || text.AsSpan().ContainsAnyExceptInRange('!', '~') || text.AsSpan().ContainsAny(Rewritten))
        {
            return "printable ASCII of at most 2048 characters without \\ \" < > ^ ` { } | *";
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
        {
            return "https, or http to a loopback address";
        }

        if (uri.UserInfo.Length > 0 || text.Contains('#', StringComparison.Ordinal) || text.AsSpan(0, text.Length - uri.PathAndQuery.Length).Contains('@'))
        {
            return "no user name and no fragment";
        }

        return text == uri.AbsoluteUri || text + "/" == uri.AbsoluteUri ? null : $"not in its plain form, which is {uri.AbsoluteUri}";
    }

    private static void AddUriFaults(ClientDraft draft, List<FieldError> faults)
    {
        AddListFaults("redirectUris", draft.RedirectUris, faults);
        AddListFaults("postLogoutRedirectUris", draft.PostLogoutRedirectUris, faults);
        if (draft.BackchannelLogoutUri is { } logout && UriFault(logout) is { } wrong)
        {
            faults.Add(new("backchannelLogoutUri", wrong));
        }

        if (draft.JwksUri is { } keys)
        {
            if (UriFault(keys) is { } fault)
            {
                faults.Add(new("jwksUri", fault));
            }

            if (draft.Method != ClientMethod.PrivateKeyJwt)
            {
                faults.Add(new("jwksUri", "only for clients that prove themselves by private_key_jwt"));
            }
        }
    }

    private static void AddListFaults(string field, IReadOnlyList<string> uris, List<FieldError> faults)
    {
        if (uris.Count > MostUris || uris.Distinct(StringComparer.Ordinal).Count() != uris.Count)
        {
            faults.Add(new(field, $"at most {MostUris}, each once"));
        }

        for (var at = 0; at < uris.Count; at++)
        {
            if (UriFault(uris[at]) is { } fault)
            {
                faults.Add(new($"{field}/{at}", fault));
            }
        }
    }

    private static void AddGrantFaults(ClientDraft draft, List<FieldError> faults)
    {
        var grants = draft.GrantTypes;
        if (grants.Count == 0 || grants.Distinct(StringComparer.Ordinal).Count() != grants.Count || grants.Except(Grants, StringComparer.Ordinal).Any())
        {
            faults.Add(new("grantTypes", $"one or more of {string.Join(", ", Grants)}, each once"));
        }

        if (grants.Contains("authorization_code") != (draft.RedirectUris.Count > 0))
        {
            faults.Add(new("redirectUris", "needed for authorization_code, and only for that"));
        }

        if (grants.Contains("refresh_token") && !grants.Contains("authorization_code"))
        {
            faults.Add(new("grantTypes", "refresh_token comes of authorization_code"));
        }

        if (draft.Method == ClientMethod.None && grants.Any(grant => grant is not ("authorization_code" or "refresh_token")))
        {
            faults.Add(new("grantTypes", "a public client acts for people only"));
        }

        if (draft.Method == ClientMethod.None && draft.PkceOptional)
        {
            faults.Add(new("pkceOptional", "a public client always needs PKCE"));
        }

        AddNameFaults("scopes", draft.Scopes, faults);
        AddNameFaults("resources", draft.Resources, faults);
        AddNameFaults("audiences", draft.Audiences, faults);
    }

    // The letters of a scope by RFC 6749 3.3.
    private static void AddNameFaults(string field, IReadOnlyList<string> names, List<FieldError> faults)
    {
        if (names.Count > MostNames || names.Any(name => name.Length is 0 or > 256 || name.AsSpan().ContainsAnyExceptInRange('!', '~') || name.AsSpan().ContainsAny("\\\"")))
        {
            faults.Add(new(field, $"at most {MostNames}, printable ASCII without space, quotes and backslash"));
        }
    }
}
