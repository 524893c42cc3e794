using System.Reflection;
using System.Text.Json;

namespace CityOps.Schemas.Mapping.Suggesting;

/// <summary>Other names people give members and codes, Chinese and English.</summary>
internal static class Words
{
    /// <summary>The list whose codes are <c>true</c> and <c>false</c>.</summary>
    public const string Truth = "truth";

    private static readonly Lazy<(Dictionary<string, string[]> Members, Dictionary<string, Dictionary<string, string[]>> Codes)> All = new(Read);

    public static IReadOnlyList<string> Of(string member) => All.Value.Members.GetValueOrDefault(member, []);

    /// <summary>The code a word stands for in a code list; null where it stands for none.</summary>
    public static string? Code(string list, string word)
    {
        var plain = Likeness.Plain(word);
        return All.Value.Codes.TryGetValue(list, out var codes)
            ? codes.Where(code => code.Key == word || code.Value.Any(name => Likeness.Plain(name) == plain)).Select(code => code.Key).FirstOrDefault()
            : null;
    }

    private static (Dictionary<string, string[]>, Dictionary<string, Dictionary<string, string[]>>) Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("mapping/words.json")!;
        using var document = JsonDocument.Parse(stream);
        return (
            document.RootElement.GetProperty("members").EnumerateObject().ToDictionary(one => one.Name, one => Texts(one.Value), StringComparer.Ordinal),
            document.RootElement.GetProperty("codes").EnumerateObject().ToDictionary(
                list => list.Name, list => list.Value.EnumerateObject().ToDictionary(code => code.Name, code => Texts(code.Value), StringComparer.Ordinal), StringComparer.Ordinal));
    }

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(one => one.GetString()!)];
}
