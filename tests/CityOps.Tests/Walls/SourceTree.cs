using CityOps.Tests.Shared;

namespace CityOps.Tests.Walls;

/// <summary>The sources as they lie in the repository, found anew at each run.</summary>
internal static class SourceTree
{
    private static readonly string[] Rooms = ["schemas", "node", "hub", "adapters", "portal", "tests"];

    /// <summary>Every source file of the product and its tests, by path below the repository, with its text.</summary>
    public static IReadOnlyList<(string Path, string Text)> Files { get; } =
    [
        .. from room in Rooms
           from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, room), "*.*", SearchOption.AllDirectories)
           let path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')
           where (path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal)) && !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
           select (path, File.ReadAllText(file)),
    ];

    public static IEnumerable<(string Path, string Text)> Product => Files.Where(f => !f.Path.StartsWith("tests/", StringComparison.Ordinal));
}
