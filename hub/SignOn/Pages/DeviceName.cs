namespace CityOps.Hub.SignOn.Pages;

/// <summary>A short name for what a browser says of itself, good enough to tell one's own devices apart. Pure.</summary>
internal static class DeviceName
{
    // The first that fits wins: most browsers also claim to be others.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("MicroMessenger/", "WeChat"), ("DingTalk/", "DingTalk"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("QQBrowser/", "QQ Browser"),
        ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ];

    /// <param name="unknown">For an agent that names nothing we know.</param>
    public static string Of(string agent, string unknown)
    {
        string[] parts = [.. new[] { Find(agent, Browsers), Find(agent, Systems) }.OfType<string>()];
        return parts.Length > 0 ? string.Join(" · ", parts) : agent.Length > 0 ? agent : unknown;
    }

    private static string? Find(string agent, (string Mark, string Name)[] known) =>
        Array.Find(known, one => agent.Contains(one.Mark, StringComparison.Ordinal)).Name;
}
