namespace CityOps.Node.Verbs.Reporting;

/// <summary>The language people read a report in; machine reports carry both.</summary>
internal enum Language
{
    Chinese,
    English,
}

/// <summary>Says one of two.</summary>
internal static class Languages
{
    public static string Say(this Language language, string chinese, string english) => language == Language.Chinese ? chinese : english;

    public static Language Of(string? name) => name == "en" ? Language.English : Language.Chinese;
}
