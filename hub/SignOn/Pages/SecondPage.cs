using CityOps.Hub.SignOn.Pages.Html;

namespace CityOps.Hub.SignOn.Pages;

/// <summary>The second factor: a code of the authenticator, or one of the recovery codes.</summary>
internal static class SecondPage
{
    public const string Path = "/signon/second";

    public static Page Authenticator(Words words, Step step) => Of(
        words,
        step,
        Markup.Of(
            $"""
            <h1>{words.SecondTitle}</h1>
            <p class="lead">{words.SecondLead}</p>
            """),
        Markup.Of(
            $"""
            <label for="code">{words.Code}</label>
            <input id="code" class="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]*" maxlength="12" required autofocus{FormParts.AtFault(step.Refusal)}>
            """),
        Markup.Of($"""<p class="aside"><a href="{step.Self}&amp;way=recovery">{words.UseRecovery}</a></p>"""),
        words.SecondTitle);

    public static Page Recovery(Words words, Step step) => Of(
        words,
        step with { Self = step.Self + "&way=recovery" },
        Markup.Of(
            $"""
            <h1>{words.RecoveryTitle}</h1>
            <p class="lead">{words.RecoveryLead}</p>
            """),
        Markup.Of(
            $"""
            <input type="hidden" name="way" value="recovery">
            <label for="code">{words.Recovery}</label>
            <input id="code" class="code" name="code" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="64" required autofocus{FormParts.AtFault(step.Refusal)}>
            """),
        Markup.Of($"""<p class="aside"><a href="{step.Self}">{words.UseAuthenticator}</a></p>"""),
        words.RecoveryTitle);

    private static Page Of(Words words, Step step, Markup head, Markup field, Markup other, string title) =>
        new(title, step.Self, Markup.Of(
            $"""
            <section class="card">
            {head}
            {FormParts.Errors(words, step.Refusal)}
            <form method="post" action="{Path}">
            {FormParts.Hidden(step)}
            {field}
            <div class="actions"><button class="main" name="action" value="go">{words.Verify}</button>{FormParts.Cancel(words)}</div>
            </form>
            {other}
            </section>
            """))
        {
            FormTarget = step.FormTarget,
        };
}
