namespace CityOps.Tests.Shared;

/// <summary>Where the repository is, seen from a running test.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CityOps.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No CityOps.sln above {AppContext.BaseDirectory}.");
    }
}
