namespace CityOps.Portal;

/// <summary>A table of texts, each in both languages side by side; every folder of pages has its own.</summary>
public abstract class WordTable(Language language)
{
    protected string In(string chinese, string english) => language == Language.English ? english : chinese;
}
