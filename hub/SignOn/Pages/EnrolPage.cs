using CityOps.Hub.SignOn.Pages.Html;

namespace CityOps.Hub.SignOn.Pages;

/// <summary>Binding an authenticator: the secret as a QR code and as text, confirmed by a first code; then the recovery codes.</summary>
internal static class EnrolPage
{
    public const string Path = "/signon/enrol";

    /// <param name="uri">The otpauth URI; the secret in it is shown grouped as well.</param>
    /// <param name="action">Where the form goes: during login <see cref="Path"/>, else the account's own.</param>
    public static Page Of(Words words, Step step, string uri, string action, bool isMust) =>
        new(words.EnrolTitle, step.Self, Markup.Of(
            $"""
            <section class="card">
            <h1>{words.EnrolTitle}</h1>
            {(isMust ? Markup.Of($"""<p class="lead">{words.EnrolMust}</p>""") : Markup.None)}
            {FormParts.Errors(words, step.Refusal)}
            <h2>{words.EnrolScan}</h2>
            <figure class="qr">{QrImage.Of(uri, words.EnrolQr)}</figure>
            <p class="note">{words.EnrolScanNote}</p>
            <dl class="key"><dt>{words.EnrolKey}</dt><dd class="code">{SecretIn(uri)}</dd></dl>
            <form method="post" action="{action}">
            {FormParts.Hidden(step)}
            <input type="hidden" name="uri" value="{uri}">
            <label for="code">{words.EnrolConfirm}</label>
            <input id="code" class="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]*" maxlength="12" required{FormParts.AtFault(step.Refusal)}>
            <div class="actions"><button class="main" name="action" value="go">{words.TurnOn}</button>{FormParts.Cancel(words)}</div>
            </form>
            </section>
            """))
        {
            FormTarget = step.FormTarget,
        };

    public static Page Codes(Words words, IReadOnlyList<string> codes, string next) =>
        new(words.CodesTitle, "", Markup.Of(
            $"""
            <section class="card">
            <h1>{words.CodesTitle}</h1>
            <p class="lead">{words.CodesLead}</p>
            <ol class="codes">{codes.Select(code => Markup.Of($"""<li class="code">{code}</li>"""))}</ol>
            <p class="note">{words.CodesPrint}</p>
            <div class="actions"><a class="button main" href="{next}">{words.CodesSaved}</a></div>
            </section>
            """));

    /// <summary>A secret stays the same while its first code is tried again: the form brings back what was shown.</summary>
    public static bool IsSecretUri(string? uri) => uri is { Length: <= 512 } && uri.StartsWith("otpauth://totp/", StringComparison.Ordinal);

    // otpauth://totp/Label?secret=ABC&issuer=…: groups of four are easier to type.
    private static string SecretIn(string uri)
    {
        var query = uri[(uri.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&');
        var secret = Array.Find(query, pair => pair.StartsWith("secret=", StringComparison.Ordinal))?["secret=".Length..] ?? "";
        return string.Join(' ', secret.Chunk(4).Select(group => new string(group)));
    }
}
