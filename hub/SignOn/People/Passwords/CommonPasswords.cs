using System.Collections.Frozen;
using System.Reflection;

namespace CityOps.Hub.SignOn.People.Passwords;

/// <summary>常见密码: what people choose everywhere and what they choose in China; lower case, four characters and more.</summary>
internal static class CommonPasswords
{
    public const int Shortest = 4;

    private static readonly FrozenSet<string> Words = Load();

    public static int Count => Words.Count;

    public static bool Has(string word) => Words.Contains(word);

    private static FrozenSet<string> Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("people/common.txt")
            ?? throw new InvalidDataException("the list of common passwords is not part of this build");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
