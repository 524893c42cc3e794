namespace CityOps.Hub.SignOn.Dpop;

/// <summary>
/// Compares the <c>htu</c> of a proof with the address called: query and fragment left out, scheme and host without case, the
/// default port the same as none, the path as it is written. <see cref="Uri"/> would fold dots and escapes. Pure.
/// </summary>
internal static class HtuRules
{
    private const int MostCharacters = 2048;

    public static bool Same(string htu, string url) => Read(htu) is { } said && Read(url) is { } meant && said == meant;

    private static (string Origin, string Path)? Read(string text)
    {
        var split = text.IndexOf("://", StringComparison.Ordinal);
        if (text.Length > MostCharacters || split <= 0 || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return null;
        }

        var scheme = text[..split].ToLowerInvariant();
        var rest = text[(split + 3)..];
        var end = rest.AsSpan().IndexOfAny('?', '#');
        rest = end < 0 ? rest : rest[..end];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (authority, path) = slash < 0 ? (rest, "/") : (rest[..slash], rest[slash..]);
        return authority.Length == 0 || authority.Contains('@', StringComparison.Ordinal)
            ? null
            : (scheme + "://" + WithoutDefaultPort(scheme, authority.ToLowerInvariant()), path);
    }

    private static string WithoutDefaultPort(string scheme, string authority)
    {
        var port = scheme switch { "https" => ":443", "http" => ":80", _ => null };
        return port is not null && authority.EndsWith(port, StringComparison.Ordinal) ? authority[..^port.Length] : authority;
    }
}
