using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Pages;

/// <summary>A refusal nobody but the person at the browser may see. Only our own words, and the trace id to ask by.</summary>
internal static class ErrorPage
{
    /// <param name="back">Where the person may begin anew; null where only the application knows.</param>
    public static Page Of(Words words, Refusal refusal, string reference, string? back = null) =>
        new(words.ErrorTitle, "", Markup.Of(
            $"""
            <section class="card">
            <h1>{words.ErrorTitle}</h1>
            <div class="errors" role="alert"><p><strong>{words.Of(refusal)}</strong></p>{Detail(words, refusal)}</div>
            <dl class="facts"><dt>{words.ErrorCode}</dt><dd class="code">{refusal.Name}</dd><dt>{words.Reference}</dt><dd class="code">{reference}</dd></dl>
            <p class="note">{words.ErrorHelp}</p>
            {(back is null ? Markup.None : Markup.Of($"""<p><a class="button" href="{back}">{words.BeginAgain}</a></p>"""))}
            </section>
            """));

    private static Markup Detail(Words words, Refusal refusal) =>
        words.DetailOf(refusal) is { } text ? Markup.Of($"<p>{text}</p>") : Markup.None;
}
