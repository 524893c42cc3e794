using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace CityOps.Hub.SignOn.Pages.Html;

/// <summary>
/// A piece of HTML that is safe as it stands. It is made only from interpolated strings, whose literal parts are ours and
/// whose values are encoded; there is no way from a plain string to it. Values belong between tags or in quoted attributes.
/// </summary>
internal readonly record struct Markup
{
    // Chinese stays readable in the source of a page; what means something in HTML is encoded by any encoder.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string? text;

    private Markup(string text) => this.text = text;

    public static Markup None => default;

    public static Markup Of(MarkupWriter writer) => new(writer.Take());

    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts));

    public override string ToString() => text ?? "";

    /// <summary>The encoding every plain value goes through.</summary>
    public static string Encode(string value) => Encoder.Encode(value);
}
