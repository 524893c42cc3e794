using System.Net;
using System.Net.Sockets;
using CityOps.Schemas;

namespace CityOps.Hub.Guards;

/// <summary>
/// What an address given by somebody else may look like (security.md 9.2). The text is judged, not what a parser makes of
/// it: <see cref="Uri"/> turns octal, hexadecimal, short and circled forms of 127.0.0.1 into it. Pure.
/// </summary>
internal static class UrlRules
{
    private const int MostCharacters = 2048;
    private const int MostHost = 253;
    private static readonly string[] Inside = [".localhost", ".internal"];

    public static Refusal? Judge(string url, IReadOnlyList<Allowance> allowances, IReadOnlyList<int> ports, GuardSwitch guards)
    {
        if (Shape(url) is { } misshapen && guards.IsOn("ssrf.shape"))
        {
            return misshapen;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
        {
            return No("不是绝对网址", "not an absolute address");
        }

        var host = HostOf(url);
        var literal = LiteralOf(host);
        if (guards.IsOn("ssrf.host") && literal is null && host != "localhost" && !IsName(host))
        {
            return No("主机名不合规", "the host is neither a plain name with a dot nor an allowed address");
        }

        var allowed = allowances.Where(a => literal is not null ? a.Covers(literal, uri.Port) : a.IsLoopback && host == "localhost" && (a.Port == 0 || a.Port == uri.Port)).ToList();
        if (guards.IsOn("ssrf.literal") && (literal is not null || host == "localhost") && allowed.Count == 0)
        {
            return No("主机不得是未经允许的地址", "an address of the network must be allowed by Guards:Allow");
        }

        if (guards.IsOn("ssrf.scheme") && !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && allowed.Any(a => a.IsLoopback))))
        {
            return No("只允许 https", "only https may be called");
        }

        return guards.IsOn("ssrf.port") && allowed.Count == 0 && !ports.Contains(uri.Port) && !allowances.Any(a => a.Port == 0 || a.Port == uri.Port)
            ? No($"不允许端口 {uri.Port}", $"port {uri.Port} is not allowed")
            : null;
    }

    /// <summary>Whether it is well-formed and lies at one of these exact origins.</summary>
    public static bool IsAt(string url, IReadOnlyList<string> origins) =>
        Shape(url) is null && origins.Any(origin => url.StartsWith(origin, StringComparison.Ordinal) && (url.Length == origin.Length || url[origin.Length] is '/' or '?'));

    private static Refusal? Shape(string url)
    {
        if (url.Length is 0 or > MostCharacters)
        {
            return No("网址为空或过长", $"an address has 1 to {MostCharacters} characters");
        }

        if (url.Any(c => c is <= ' ' or >= '\u007F' or '\\' or '"' or '<' or '>' or '^' or '`' or '{' or '|' or '}'))
        {
            return No("网址含有非法字符", "only printable ASCII, without backslash");
        }

        if (!url.StartsWith("https://", StringComparison.Ordinal) && !url.StartsWith("http://", StringComparison.Ordinal))
        {
            return No("只允许 https", "only https may be called");
        }

        if (url.Contains('#', StringComparison.Ordinal) || Authority(url).Contains('@', StringComparison.Ordinal) || Authority(url).Contains('%', StringComparison.Ordinal))
        {
            return No("网址不得含用户信息或片段", "no user information, no fragment");
        }

        if (Authority(url) is var authority && authority.LastIndexOf(':') is var colon and > 0 && authority[(colon + 1)..] is ['0', ..])
        {
            return No("端口写法不合规", "a port is written without zeros before it");
        }

        string[] control = ["%00", "%0a", "%0d"];
        return control.Any(c => url.Contains(c, StringComparison.OrdinalIgnoreCase)) ? No("网址含有控制字符", "no control characters, encoded ones neither") : null;
    }

    private static string Authority(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = url.AsSpan(start).IndexOfAny("/?#");
        return end < 0 ? url[start..] : url.Substring(start, end);
    }

    private static string HostOf(string url)
    {
        var authority = Authority(url);
        if (authority.StartsWith('['))
        {
            return authority[..(authority.IndexOf(']', StringComparison.Ordinal) + 1)];
        }

        var colon = authority.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? authority : authority[..colon];
    }

    // Only the canonical forms: four plain decimals, or version 6 in brackets without a zone.
    private static IPAddress? LiteralOf(string host)
    {
        if (host is ['[', .. var inner, ']'])
        {
            return !inner.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(inner, out var six) && six.AddressFamily == AddressFamily.InterNetworkV6 ? six : null;
        }

        return IPAddress.TryParse(host, out var four) && four.ToString() == host ? four : null;
    }

    // A last label that looks like a number makes browsers and resolvers read the whole as an address.
    private static bool IsName(string host)
    {
        var labels = host.Split('.');
        return host.Length <= MostHost && !host.Any(char.IsAsciiLetterUpper) && labels.Length >= 2 && Array.TrueForAll(labels, IsLabel)
            && labels[^1].Any(char.IsAsciiLetter) && !labels[^1].StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && !Array.Exists(Inside, name => host.EndsWith(name, StringComparison.Ordinal));
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static Refusal No(string why, string whyEn) => GuardRefusals.UnsafeUrl.Because(why + "。", whyEn + ".");
}
