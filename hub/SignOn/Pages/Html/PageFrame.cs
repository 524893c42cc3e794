namespace CityOps.Hub.SignOn.Pages.Html;

/// <summary>One page before it is written.</summary>
/// <param name="Self">This page's local address without <c>lang</c>, for the language switch.</param>
internal sealed record Page(string Title, string Self, Markup Body)
{
    /// <summary>Wide pages hold tables.</summary>
    public bool IsWide { get; init; }

    /// <summary>Placed at the end of the body; only what the content policy names by hash.</summary>
    public Markup Script { get; init; }

    /// <summary>Where forms of this page may lead besides this site: the scheme or origin of a client's redirect URI.</summary>
    public string? FormTarget { get; init; }

    /// <summary>SHA-256 source of the one script, null when there is none.</summary>
    public string? ScriptHash { get; init; }

    public int Status { get; init; } = 200;
}

/// <summary>What surrounds every page.</summary>
internal static class PageFrame
{
    public static Markup Render(Page page, Words words, string deployment, string host) => Markup.Of(
        $"""
        <!DOCTYPE html>
        <html lang="{words.Tag}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>{page.Title} · {words.Product}</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="{StyleSheet.Address}">
        </head>
        <body>
        <a class="skip" href="#content">{words.SkipToContent}</a>
        <header class="bar">
        <p class="product">{(deployment.Length > 0 ? deployment : words.Product)} <span class="quiet">{words.SignOn}</span></p>
        {LanguageSwitch(page, words)}
        </header>
        <main id="content"{(page.IsWide ? Markup.Of($" class=\"wide\"") : Markup.None)}>
        {page.Body}
        </main>
        <footer class="foot"><span>{words.Product} · {host}</span></footer>
        {page.Script}</body>
        </html>
        """);

    // A page without an address of its own, such as an error after a form, has no other language to switch to.
    private static Markup LanguageSwitch(Page page, Words words) => page.Self.Length == 0
        ? Markup.None
        : Markup.Of($"""<nav><a href="{WithLanguage(page.Self, words.OtherTag)}" lang="{words.OtherTag}">{words.OtherLanguage}</a></nav>""");

    private static string WithLanguage(string self, string tag) => self + (self.Contains('?', StringComparison.Ordinal) ? '&' : '?') + "lang=" + tag;
}
