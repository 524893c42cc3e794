using Microsoft.AspNetCore.Http;

namespace CityOps.Portal;

/// <summary>Of the languages a page can speak.</summary>
public enum Language
{
    Chinese,
    English,
}

/// <summary>Whether a page loads itself again.</summary>
public enum Refresh
{
    Live,
    Held,

    /// <summary>A page whose content does not move; it offers no refresh.</summary>
    Never,
}

/// <summary>How the reader wants the page. It stands in the address and nowhere else: no cookie.</summary>
public sealed record PageView(Language Language, Refresh Refresh)
{
    /// <summary>Anything but <c>lang=en</c> is Chinese; anything but <c>refresh=off</c> is live.</summary>
    public static PageView Of(IQueryCollection query) => new(
        query["lang"] == "en" ? Language.English : Language.Chinese,
        query["refresh"] == "off" ? Refresh.Held : Refresh.Live);

    public Words Words => new(Language);

    public string LanguageTag => Language == Language.English ? "en" : "zh-CN";

    /// <summary>The same page in the other language.</summary>
    public PageView OtherLanguage => this with { Language = Language == Language.English ? Language.Chinese : Language.English };

    public PageView OtherRefresh => this with { Refresh = Refresh == Refresh.Live ? Refresh.Held : Refresh.Live };

    /// <summary>Relative, so that it also holds behind a proxy's path.</summary>
    public string Address
    {
        get
        {
            string[] parts = [.. Language == Language.English ? ["lang=en"] : Array.Empty<string>(), .. Refresh == Refresh.Held ? ["refresh=off"] : Array.Empty<string>()];
            return parts.Length == 0 ? "./" : "./?" + string.Join('&', parts);
        }
    }
}
