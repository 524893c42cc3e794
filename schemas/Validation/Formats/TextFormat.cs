namespace CityOps.Schemas.Validation.Formats;

/// <summary>A value of <c>format</c> that is asserted, judged on the meant bytes.</summary>
internal abstract class TextFormat(string name)
{
    private static readonly TextFormat[] Known =
        [new DateTimeFormat(), new DateFormat(), new TimeFormat(), new UuidFormat(), new UriFormat(), new EmailFormat()];

    public string Name { get; } = name;

    public abstract bool IsMatch(ReadOnlySpan<byte> utf8);

    /// <summary>Null where the format is not known.</summary>
    public static TextFormat? Find(string name) => Array.Find(Known, format => format.Name == name);
}
