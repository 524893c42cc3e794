using CityOps.Hub.SignOn.Pages.Html;

namespace CityOps.Hub.SignOn.Pages;

/// <summary>Asks before a session ends, and says that it has ended.</summary>
internal static class LogoutPages
{
    public const string ConfirmPath = "/signon/logout";

    public const string DonePath = "/signon/logged-out";

    public static Page Confirm(Words words, Step step, string user) =>
        new(words.LogoutTitle, step.Self, Markup.Of(
            $"""
            <section class="card">
            <h1>{words.LogoutTitle}</h1>
            <p class="who">{words.SignedInAs} <strong>{user}</strong></p>
            <p class="lead">{words.LogoutLead}</p>
            <form method="post" action="{ConfirmPath}">
            {FormParts.Hidden(step)}
            <div class="actions"><button class="main" name="action" value="go">{words.SignOut}</button><button class="plain" name="action" value="cancel">{words.StaySignedIn}</button></div>
            </form>
            </section>
            """))
        {
            FormTarget = step.FormTarget,
        };

    public static Page Done(Words words) => new(words.LoggedOutTitle, DonePath, Markup.Of(
        $"""
        <section class="card">
        <h1>{words.LoggedOutTitle}</h1>
        <p class="lead">{words.LoggedOutLead}</p>
        </section>
        """));
}
