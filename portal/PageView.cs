using CityOps.Portal.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;

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

/// <summary>Bright or dark; the system's own choice where the reader made none.</summary>
public enum Theme
{
    System,
    Light,
    Dark,
}

/// <summary>
/// How the reader wants the page, and what every page's frame shows. Language and refresh stand in the address, the theme in a
/// cookie. All addresses are relative, so that they also hold behind a proxy's path.
/// </summary>
public sealed record PageView(Language Language, Refresh Refresh, Theme Theme, string Path, string SignInReturn, DateTimeOffset Now)
{
    /// <summary>Below the portal's root, in the order given; neither <c>theme</c> nor empty ones.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Query { get; init; }

    public Visitor? Visitor { get; init; }

    /// <summary>Null while nobody said whose pages these are.</summary>
    public Place? Place { get; init; }

    /// <summary>Pages of the navigation that are there.</summary>
    public IReadOnlySet<string> Pages { get; init; } = new HashSet<string>();

    /// <summary>The roles there are here.</summary>
    public IReadOnlyList<RoleText> Roles { get; init; } = [];

    public Words Words => new(Language);

    /// <summary>A role's name in the reader's language; its code where it is unknown here.</summary>
    public string RoleName(string code) => Roles.FirstOrDefault(one => one.Code == code) is { } role ? (Language == Language.English ? role.NameEn : role.Name) : code;

    public bool May(string action) => Visitor?.May(action) == true;

    /// <summary>A part of this page's address; null when absent.</summary>
    public string? Asked(string name) => Query.FirstOrDefault(one => one.Key == name).Value;

    public string LanguageTag => Language == Language.English ? "en" : "zh-CN";

    /// <summary>From this page to the portal's root: <c>./</c>, or <c>../</c> for each folder the page lies in.</summary>
    public string Root => Path.Count(c => c == '/') is > 1 and var slashes ? string.Concat(Enumerable.Repeat("../", slashes - 1)) : "./";

    /// <summary>Anything but <c>lang=en</c> is Chinese; anything but <c>refresh=off</c> is live.</summary>
    public static async Task<PageView> OfAsync(HttpContext http)
    {
        var (request, options) = (http.Request, http.RequestServices.GetRequiredService<PortalOptions>());
        return new PageView(
            request.Query["lang"] == "en" ? Language.English : Language.Chinese,
            request.Query["refresh"] == "off" ? Refresh.Held : Refresh.Live,
            ThemeCookie.Of(request),
            request.Path.ToUriComponent() is { Length: > 0 } path ? path : "/",
            request.PathBase + request.Path + request.QueryString,
            http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow())
        {
            Query = [.. from one in request.Query
                        where one.Key != ThemeCookie.Name
                        from value in one.Value
                        where !string.IsNullOrEmpty(value)
                        select KeyValuePair.Create(one.Key, value)],
            Place = options.Place,
            Roles = options.Roles,
            Visitor = options.VisitorOf is { } find ? await find(http) : null,
            Pages = Navigation.Mapped(http.RequestServices),
        };
    }

    /// <summary>This page again, its address changed in what is given; null or nothing takes a part away.</summary>
    public string Self(params (string Name, string? Value)[] changed)
    {
        var kept = Query.Where(one => changed.All(c => c.Name != one.Key)).Select(one => (one.Key, (string?)one.Value));
        return "./" + Path[(Path.LastIndexOf('/') + 1)..] + QueryOf(kept.Concat(changed.Select(c => (c.Name, c.Value))));
    }

    /// <summary>Another page in the same language.</summary>
    /// <param name="page">Its path from the root, such as <c>/interfaces</c>.</param>
    public string To(string page, params (string Name, string? Value)[] query) =>
        Root + page.TrimStart('/') + QueryOf(query.Prepend(("lang", Language == Language.English ? "en" : null)));

    private static string QueryOf(IEnumerable<(string Name, string? Value)> parts)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in parts)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add(name, value);
            }
        }

        return query.ToString();
    }
}
