using CityOps.Hub.SignOn.Pages.Html;

namespace CityOps.Hub.SignOn.Pages;

/// <summary>What an application wants to do in the user's name. The scopes stand in the waiting request, never in the form.</summary>
internal static class ConsentPage
{
    public const string Path = "/signon/consent";

    public static Page Of(Words words, Step step, string client, string user, IReadOnlyList<string> scopes) =>
        new(words.ConsentTitle, step.Self, Markup.Of(
            $"""
            <section class="card">
            <h1>{words.ConsentTitle}</h1>
            <p class="who">{words.SignedInAs} <strong>{user}</strong></p>
            <p class="lead">{words.Asks(client)}</p>
            <ul class="scopes">{scopes.Select(scope => Markup.Of($"<li>{words.Scope(scope)}</li>"))}</ul>
            <p class="note">{words.ConsentNote}</p>
            <form method="post" action="{Path}">
            {FormParts.Hidden(step)}
            <div class="actions"><button class="main" name="action" value="allow">{words.Allow}</button><button class="plain" name="action" value="cancel">{words.Deny}</button></div>
            </form>
            </section>
            """))
        {
            FormTarget = step.FormTarget,
        };
}
