using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Hub.SignOn.Tokens;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn.Login;

/// <summary>A form of ours as it came back: bounded, each name once, with a token that holds.</summary>
internal sealed record LoginForm(IReadOnlyDictionary<string, string> Fields)
{
    private const int MostBytes = 8 * 1024;

    public string? this[string name] => Fields.GetValueOrDefault(name);

    public bool IsCancel => this["action"] == "cancel";

    /// <summary>The form, when it is well-formed; proving that it is ours is the caller's next line.</summary>
    public static async Task<LoginForm?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType || request.ContentLength > MostBytes)
        {
            return null;
        }

        var bytes = new byte[MostBytes + 1];
        var read = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return read <= MostBytes && FormText.ReadForm(bytes.AsSpan(0, read)) is { } fields ? new LoginForm(fields) : null;
    }
}

/// <summary>A step of a waiting request in this browser.</summary>
internal sealed record OpenStep(Interaction Interaction, LoginForm Form);

/// <summary>Lets a visitor into a step: the waiting request must be this browser's, and a form must be ours.</summary>
internal sealed class StepDoor(InteractionDesk interactions, Antiforgery antiforgery, GuardSwitch guards)
{
    private static readonly LoginForm NoForm = new(new Dictionary<string, string>());

    public async Task<Outcome<OpenStep>> LookAsync(HttpContext http, Visitor visitor)
    {
        var id = http.Request.Query["interaction"] is [var only] ? only : null;
        return await interactions.FindAsync(id, visitor.Browser, http.RequestAborted) is { } interaction
            ? new OpenStep(interaction, NoForm)
            : LoginRefusals.InteractionLost;
    }

    /// <param name="step">Name of the page; a token for one page is worth nothing on another.</param>
    /// <param name="cookie">What the token was made of: the browser's cookie before a login, the session's after it.</param>
    public async Task<Outcome<OpenStep>> EnterAsync(HttpContext http, Visitor visitor, string step, string? cookie)
    {
        if (await LoginForm.ReadAsync(http.Request, http.RequestAborted) is not { } form)
        {
            return LoginRefusals.FormForged;
        }

        if (await interactions.FindAsync(form["interaction"], visitor.Browser, http.RequestAborted) is not { } interaction)
        {
            return LoginRefusals.InteractionLost;
        }

        return IsForeign(http.Request) || !antiforgery.Holds(form["token"], cookie, Purpose(step, interaction))
            ? LoginRefusals.FormForged
            : new OpenStep(interaction, form);
    }

    public static string TokenFor(string cookie, string step, Interaction interaction) => Antiforgery.TokenFor(cookie, Purpose(step, interaction));

    // Browsers that say where a form was sent from are believed when they say it was not here.
    private bool IsForeign(HttpRequest request) =>
        guards.IsOn("antiforgery.site") && request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";

    private static string Purpose(string step, Interaction interaction) => $"{step} {interaction.Id}";
}
