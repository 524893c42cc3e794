using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Hub.SignOn.PortalSessions;

/// <summary>Where a browser may be sent back to: a path of this host and nothing else, by the framework's own rule (attacks E5, F9).</summary>
internal static class LocalUrl
{
    private const int MostCharacters = 1_024;

    /// <summary>The address itself when it is local, else the start page.</summary>
    public static string Or(string? url, string start) =>
        url is { Length: <= MostCharacters } && url.StartsWith('/') && RedirectHttpResult.IsLocalUrl(url) && url.All(letter => letter is > ' ' and < '\x7f') ? url : start;
}
