using CityOps.Schemas.Validation.Formats.Hosts;

namespace CityOps.Schemas.Validation.Formats;

/// <summary>A value of <c>format</c> that is asserted, judged on the meant bytes.</summary>
internal abstract class TextFormat(string name)
{
    private static readonly Dictionary<string, TextFormat> Known = new TextFormat[]
    {
        new DateTimeFormat(), new DateFormat(), new TimeFormat(), new DurationFormat(),
        new EmailFormat(Script.Ascii), new EmailFormat(Script.Unicode), new HostFormat(), new IdnHostFormat(),
        new Ipv4Format(), new Ipv6Format(),
        new UriFormat("uri", Script.Ascii, Relative.Refused), new UriFormat("uri-reference", Script.Ascii, Relative.Allowed),
        new UriFormat("iri", Script.Unicode, Relative.Refused), new UriFormat("iri-reference", Script.Unicode, Relative.Allowed),
        new UriTemplateFormat(), new UuidFormat(), new PointerFormat(), new RelativePointerFormat(), new RegexFormat(),
    }.ToDictionary(format => format.Name, StringComparer.Ordinal);

    public string Name { get; } = name;

    public abstract bool IsMatch(ReadOnlySpan<byte> utf8);

    /// <summary>Null where the format is not known.</summary>
    public static TextFormat? Find(string name) => Known.GetValueOrDefault(name);
}

/// <summary>Whether a format keeps to ASCII or is the international sister of one that does.</summary>
internal enum Script
{
    Ascii,
    Unicode,
}
