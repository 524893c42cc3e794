namespace CityOps.Schemas.Evolution.Strings;

/// <summary>
/// What is known of the formats' texts: a pattern that every text of the format matches (for some exactly those), and
/// samples in the spellings that differ.
/// </summary>
internal static class FormatText
{
    private const string Date = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])";
    private const string Time = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])";

    private static readonly Dictionary<string, string> Patterns = new(StringComparer.Ordinal)
    {
        ["date-time"] = $"^{Date}[Tt]{Time}$",
        ["date"] = $"^{Date}$",
        ["time"] = $"^{Time}$",
        ["uuid"] = "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$",
        ["ipv4"] = "^[0-9.]{7,15}$",
        ["ipv6"] = "^[0-9A-Fa-f:.]{2,45}$",
        ["email"] = "@",
        ["idn-email"] = "@",
        ["uri"] = "^[A-Za-z][A-Za-z0-9+.-]*:",
        ["iri"] = "^[A-Za-z][A-Za-z0-9+.-]*:",
    };

    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["date-time"] =
        [
            "2026-03-31T10:15:00+08:00", "2026-03-31T10:15:00Z", "2026-03-31T10:15:00.000+08:00", "2026-03-31T10:15:00.123456+08:00",
            "2026-03-31t10:15:00z", "2026-03-31T10:15:00-05:30",
        ],
        ["date"] = ["2026-03-31", "2024-02-29"],
        ["time"] = ["10:15:00+08:00", "10:15:00Z", "10:15:00.5Z"],
        ["duration"] = ["P1D", "PT1H", "P2W"],
        ["email"] = ["a@example.cn", "joe.bloggs@example.com"],
        ["idn-email"] = ["a@example.cn", "实例@例子.中国"],
        ["hostname"] = ["example.cn", "a"],
        ["idn-hostname"] = ["example.cn", "例子.中国"],
        ["ipv4"] = ["10.0.0.1", "255.255.255.255"],
        ["ipv6"] = ["::1", "2001:db8::1"],
        ["uri"] = ["urn:a", "https://example.cn/a?b#c"],
        ["uri-reference"] = ["a", "urn:a", "/a"],
        ["iri"] = ["urn:a", "https://例子.中国/路"],
        ["iri-reference"] = ["a", "urn:a", "/路"],
        ["uri-template"] = ["a", "/a/{b}"],
        ["uuid"] = ["01890a5d-ac96-774b-bcce-b302099a8057", "01890A5D-AC96-774B-BCCE-B302099A8057"],
        ["json-pointer"] = ["", "/a"],
        ["relative-json-pointer"] = ["0", "1/a"],
        ["regex"] = ["a", "^[0-9]+$"],
    };

    /// <summary>Formats whose pattern is the whole truth.</summary>
    public static bool IsExact(string format) => format == "uuid";

    public static string? PatternOf(string format) => Patterns.GetValueOrDefault(format);

    public static IReadOnlyList<string> Samples(string format) => Known.GetValueOrDefault(format) ?? [];
}
