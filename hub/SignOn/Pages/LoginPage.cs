using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Hub.SignOn.Upstream;

namespace CityOps.Hub.SignOn.Pages;

/// <summary>User name and password, and the other authorities this hub trusts.</summary>
internal static class LoginPage
{
    public const string Path = "/signon/login";

    /// <param name="client">Name of the application that waits; null when it is this site itself.</param>
    /// <param name="login">What to put into the first field.</param>
    public static Page Of(Words words, Step step, string? client, string login, IReadOnlyList<UpstreamAuthority> authorities)
    {
        var fault = FormParts.AtFault(step.Refusal);
        var focusPassword = login.Length > 0;
        var body = Markup.Of(
            $"""
            <section class="card">
            <h1>{words.LoginTitle}</h1>
            {(client is null ? Markup.None : Markup.Of($"""<p class="lead">{words.Client(client)}</p>"""))}
            {FormParts.Errors(words, step.Refusal)}
            <form method="post" action="{Path}">
            {FormParts.Hidden(step)}
            <label for="login">{words.Login}</label>
            <input id="login" name="login" value="{login}" maxlength="128" required autocomplete="username" autocapitalize="none" spellcheck="false"{fault}{Focus(!focusPassword)}>
            <label for="password">{words.Password}</label>
            <input id="password" name="password" type="password" maxlength="256" required autocomplete="current-password"{fault}{Focus(focusPassword)}>
            <div class="actions"><button class="main" name="action" value="go">{words.SignIn}</button>{FormParts.Cancel(words)}</div>
            </form>
            {Authorities(words, step, authorities)}
            <p class="quiet">{words.NotJoined} <a href="/join{(words.Tag == "en" ? "?lang=en" : "")}">{words.Join}</a></p>
            </section>
            """);
        return new Page(words.LoginTitle, step.Self, body) { FormTarget = step.FormTarget };
    }

    private static Markup Authorities(Words words, Step step, IReadOnlyList<UpstreamAuthority> authorities) => authorities.Count == 0
        ? Markup.None
        : Markup.Of(
            $"""
            <div class="others">
            <h2>{words.OtherWays}</h2>
            <ul>{authorities.Select(authority => Markup.Of(
                $"""<li><a class="button" href="{UpstreamBook.StartPath(authority.Id, step.Interaction)}">{words.With(authority.Name)}</a></li>"""))}</ul>
            </div>
            """);

    private static Markup Focus(bool wanted) => wanted ? Markup.Of($" autofocus") : Markup.None;
}
