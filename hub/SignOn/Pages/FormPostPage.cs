using System.Security.Cryptography;
using System.Text;
using CityOps.Hub.SignOn.Pages.Html;

namespace CityOps.Hub.SignOn.Pages;

/// <summary>OAuth 2.0 Form Post Response Mode: posts the answer to the client by itself, or by a button where script is off.</summary>
internal static class FormPostPage
{
    private const string Script = "document.forms[0].submit()";

    private static readonly string Hash = "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Script)));

    public static Page Of(Words words, string target, IReadOnlyList<KeyValuePair<string, string>> members) =>
        new(words.PostTitle, "", Markup.Of(
            $"""
            <section class="card">
            <h1>{words.PostTitle}</h1>
            <p class="lead">{words.PostLead}</p>
            <form method="post" action="{target}">
            {members.Select(member => Markup.Of($"""<input type="hidden" name="{member.Key}" value="{member.Value}">"""))}
            <div class="actions"><button class="main">{words.Continue}</button></div>
            </form>
            </section>
            """))
        {
            Script = Markup.Of($"<script>document.forms[0].submit()</script>\n"),
            ScriptHash = Hash,
            FormTarget = FormTargets.Of(target),
        };
}

/// <summary>What a form's redirects must be allowed to reach for this redirect URI, as a source of <c>form-action</c>. Pure.</summary>
internal static class FormTargets
{
    /// <summary>Null when https covers it. Nothing of the URI but its scheme and authority gets into the header.</summary>
    public static string? Of(string redirectUri) =>
        Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp ? $"http://{uri.Host}:{uri.Port}" : null;
}
