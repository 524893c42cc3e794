namespace CityOps.Schemas.Mapping;

/// <summary>Collects every fault of a mapping, so that one look mends all.</summary>
internal sealed class Faults
{
    private readonly List<FieldError> all = [];

    public bool Any => all.Count > 0;

    public IReadOnlyList<FieldError> All => all;

    public void Add(string at, string message, string messageEn) => all.Add(new FieldError(at, $"{message} {messageEn}"));

    /// <summary>JSON pointer of a member of an object.</summary>
    public static string At(string parent, string name) =>
        $"{parent}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
