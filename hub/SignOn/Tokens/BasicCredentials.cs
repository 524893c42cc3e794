namespace CityOps.Hub.SignOn.Tokens;

/// <summary>Client id and secret out of <c>Authorization: Basic</c>, each form-decoded (RFC 6749 2.3.1).</summary>
internal static class BasicCredentials
{
    private const string Scheme = "Basic ";
    private const int MostCharacters = 2048;

    /// <summary>False for another scheme, bad base64, no colon, a broken % escape, or an empty half.</summary>
    public static bool TryRead(string? authorization, out string client, out string secret)
    {
        (client, secret) = ("", "");
        if (authorization is null
            || authorization.Length > MostCharacters
            || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var bytes = new byte[MostCharacters];
        if (!Convert.TryFromBase64String(authorization[Scheme.Length..].Trim(' '), bytes, out var length))
        {
            return false;
        }

        var pair = bytes.AsSpan(0, length);
        var colon = pair.IndexOf((byte)':');
        return colon > 0
            && FormText.TryDecode(pair[..colon], out client)
            && FormText.TryDecode(pair[(colon + 1)..], out secret)
            && client.Length > 0
            && secret.Length > 0;
    }
}
