using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Pages;

/// <summary>What a form of the login pages carries: which request it belongs to, and the proof that it is ours.</summary>
/// <param name="Self">Address of the page, for the language switch.</param>
internal sealed record Step(string Self, string Interaction, string Token)
{
    /// <summary>What was wrong with the last try.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>See <see cref="Page.FormTarget"/>.</summary>
    public string? FormTarget { get; init; }
}

/// <summary>Pieces that several pages share.</summary>
internal static class FormParts
{
    public static Markup Hidden(Step step) => Markup.Of(
        $"""
        <input type="hidden" name="interaction" value="{step.Interaction}">
        <input type="hidden" name="token" value="{step.Token}">
        """);

    /// <summary>Stands before the form and is read out at once; the fields it is about point to it.</summary>
    public static Markup Errors(Words words, Refusal? refusal)
    {
        if (refusal is null)
        {
            return Markup.None;
        }

        var detail = words.DetailOf(refusal) is { } text ? Markup.Of($"<p>{text}</p>") : Markup.None;
        var fields = refusal.Fields.Count == 0
            ? Markup.None
            : Markup.Of($"<ul>{refusal.Fields.Select(field => Markup.Of($"<li>{field.Message}</li>"))}</ul>");
        return Markup.Of(
            $"""
            <div class="errors" role="alert" id="errors" tabindex="-1">
            <p><strong>{words.Of(refusal)}</strong></p>{detail}{fields}
            </div>
            """);
    }

    /// <summary>Marks a field as the one at fault.</summary>
    public static Markup AtFault(Refusal? refusal) =>
        refusal is null ? Markup.None : Markup.Of($" aria-invalid=\"true\" aria-describedby=\"errors\"");

    public static Markup Cancel(Words words) => Markup.Of(
        $"""<button class="plain" name="action" value="cancel" formnovalidate>{words.Cancel}</button>""");
}
