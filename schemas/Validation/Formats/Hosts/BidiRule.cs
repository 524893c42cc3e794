using CityOps.Schemas.Validation.Patterns;

namespace CityOps.Schemas.Validation.Formats.Hosts;

/// <summary>RFC 5893 section 2, for the labels of a name in which any letter runs from right to left.</summary>
internal static class BidiRule
{
    private static readonly (string Name, CharSet Set)[] Classes =
        [.. ((string[])["R", "AL", "AN", "EN", "ES", "CS", "ET", "ON", "BN", "NSM", "B", "S", "WS", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"])
            .Select(name => (name, UnicodeTable.Get("bidi", name)))];

    public static bool IsRightToLeft(int[] label) => Array.Exists(label, c => c >= 0x80 && ClassOf(c) is "R" or "AL" or "AN");

    public static bool IsKept(int[] label)
    {
        var classes = Array.ConvertAll(label, ClassOf);
        var last = Array.FindLast(classes, c => c != "NSM");
        return classes[0] switch
        {
            "R" or "AL" => Array.TrueForAll(classes, c => c is "R" or "AL" or "AN" or "EN" or "ES" or "CS" or "ET" or "ON" or "BN" or "NSM")
                && last is "R" or "AL" or "EN" or "AN"
                && !(classes.Contains("EN") && classes.Contains("AN")),
            "L" => Array.TrueForAll(classes, c => c is "L" or "EN" or "ES" or "CS" or "ET" or "ON" or "BN" or "NSM") && last is "L" or "EN",
            _ => false,
        };
    }

    private static string ClassOf(int codePoint) => Array.Find(Classes, c => c.Set.Contains(codePoint)).Name ?? "L";
}
