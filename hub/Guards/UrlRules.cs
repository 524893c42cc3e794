using System.Buffers;
using System.Net;
using CityOps.Schemas;

namespace CityOps.Hub.Guards;

/// <summary>What an address that somebody gives us must be before it is stored (security.md 9.2). Pure; looks at the text first, because parsing hides much.</summary>
internal static class UrlRules
{
    public static readonly Refusal Unsafe = new(
        "unsafe-url", "", RefusalKind.Unprocessable, "回调地址不安全", "The address is not one this hub will call");

    private const int MostCharacters = 2_048;

    private static readonly SearchValues<char> NeverMeant = SearchValues.Create("\\\"<>");

    private static readonly int[] Ports = [443, 8443];

    private static readonly string[] LocalNames = ["localhost", "local", "internal", "intranet", "home.arpa", "invalid", "onion"];

    /// <summary>Null when the address may be stored.</summary>
    public static Refusal? Judge(string url, IReadOnlyList<Allowance> allowed) => Fault(url, allowed) is { } why ? Unsafe.Because(why.Zh, why.En) : null;

    private static (string Zh, string En)? Fault(string url, IReadOnlyList<Allowance> allowed)
    {
        if (url.Length > MostCharacters || url.AsSpan().ContainsAnyExceptInRange('!', '~') || url.AsSpan().ContainsAny(NeverMeant))
        {
            return ("须为可打印 ASCII 字符，至多 2048 个，不含反斜杠、引号和尖括号；中文域名请写成 xn-- 形式", "printable ASCII, 2048 characters at most, no backslash, quotes or angle brackets; international names in their xn-- form");
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic)
        {
            return ("须为 https 地址", "an https address is needed");
        }

        if (uri.UserInfo.Length > 0 || url.Contains('#', StringComparison.Ordinal) || url.Contains('@', StringComparison.Ordinal))
        {
            return ("不得含用户信息、@ 和 # 片段", "no user information, no @, no # fragment");
        }

        if (!IsAsWritten(url, uri))
        {
            return ("主机名须写成标准形式（小写，IP 地址须为十进制点分或标准 IPv6）", "the host must be written in its plain form: lower case, IP addresses dotted decimal or canonical IPv6");
        }

        return uri.HostNameType == UriHostNameType.Dns ? NameFault(uri, allowed) : LiteralFault(uri, allowed);
    }

    // Uri makes 127.0.0.1 of 0177.1, 0x7f000001 and 2130706433: what it shows must be what was written.
    private static bool IsAsWritten(string url, Uri uri)
    {
        var written = url[(uri.Scheme.Length + 3)..];
        var end = written.AsSpan().IndexOfAny('/', '?');
        var authority = end < 0 ? written : written[..end];
        return authority == uri.Host || authority == $"{uri.Host}:{uri.Port}";
    }

    private static (string, string)? NameFault(Uri uri, IReadOnlyList<Allowance> allowed)
    {
        if (uri.Scheme != "https")
        {
            return ("须为 https；http 仅限本机地址", "https is needed; http only between loopback addresses");
        }

        var labels = uri.Host.Split('.');
        if (labels.Length < 2 || labels.Any(label => label.Length is 0 or > 63) || labels[^1].All(char.IsAsciiDigit)
            || Array.Exists(LocalNames, name => uri.Host == name || uri.Host.EndsWith("." + name, StringComparison.Ordinal)))
        {
            return ("须为完整的公共域名", "a full public host name is needed");
        }

        return Ports.Contains(uri.Port) || allowed.Any(one => one.Port == uri.Port)
            ? null
            : ($"端口 {uri.Port} 不在允许之列（443、8443 及已登记的端口）", $"port {uri.Port} is not allowed: 443, 8443 and those an operator has allowed");
    }

    private static (string, string)? LiteralFault(Uri uri, IReadOnlyList<Allowance> allowed)
    {
        var address = AddressRules.Plain(IPAddress.Parse(uri.DnsSafeHost));
        if (!allowed.Any(one => one.Covers(address, uri.Port)))
        {
            return ("IP 地址须由运维人员登记放行（Hub:Guards:Allow）后方可使用", "an IP address is used only after an operator allowed it (Hub:Guards:Allow)");
        }

        return uri.Scheme == "https" || IPAddress.IsLoopback(address)
            ? null
            : ("须为 https；http 仅限本机地址", "https is needed; http only between loopback addresses");
    }
}
