using CityOps.Hub.SignOn.Pages.Html;

namespace CityOps.Hub.SignOn.Pages;

/// <summary>A new password: during a login whose password an administrator set, and as a part of the account page.</summary>
internal static class PasswordPage
{
    public const string Path = "/signon/password";

    public static Page Of(Words words, Step step)
    {
        var own = new AccountWords(words);
        return new Page(own.PasswordTitle, step.Self, Markup.Of(
            $"""
            <section class="card">
            <h1>{own.PasswordTitle}</h1>
            <p class="lead">{own.MustChange}</p>
            {FormParts.Errors(words, step.Refusal)}
            <form method="post" action="{Path}">
            {FormParts.Hidden(step)}
            {Fields(own)}
            <div class="actions"><button class="main" name="action" value="go">{own.Change}</button>{FormParts.Cancel(words)}</div>
            </form>
            </section>
            """))
        {
            FormTarget = step.FormTarget,
        };
    }

    public static Markup Fields(AccountWords own) => Markup.Of(
        $"""
        <label for="old">{own.Old}</label>
        <input id="old" name="old" type="password" maxlength="256" required autocomplete="current-password">
        <label for="fresh">{own.Fresh}</label>
        <p class="note" id="password-note">{own.PasswordRule}</p>
        <input id="fresh" name="fresh" type="password" minlength="12" maxlength="256" required autocomplete="new-password" aria-describedby="password-note">
        <label for="again">{own.Again}</label>
        <input id="again" name="again" type="password" minlength="12" maxlength="256" required autocomplete="new-password">
        """);
}
