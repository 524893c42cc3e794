using System.Text;
using System.Text.Json;
using CityOps.Schemas.Validation;
using CityOps.Tests.Shared;

namespace CityOps.Tests.Schemas.Validation;

/// <summary>One case of the official JSON Schema test suite.</summary>
public sealed record SuiteCase(string File, string Group, string Case, byte[] Schema, byte[] Data, bool Fits)
{
    public override string ToString() => $"{File}: {Group}: {Case}";
}

/// <summary>Reads the official suite: the copy beside the repository where there is one, else the project's own.</summary>
public static class OfficialSuite
{
    private const string FolderName = "shared/json-schema-test-suite";

    public static IReadOnlyList<string> Files() =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder(), "tests", "draft2020-12"), "*.json").Order(StringComparer.Ordinal)];

    public static IEnumerable<SuiteCase> Cases() => Files().SelectMany(ReadFile);

    /// <summary>The suite's own remote documents, under the address it gives them.</summary>
    public static SchemaRegistry Remotes()
    {
        var registry = new SchemaRegistry();
        foreach (var (uri, document) in RemoteDocuments())
        {
            registry.Add(new Uri(uri), document);
        }

        return registry;
    }

    /// <summary>The remote documents with their addresses.</summary>
    public static IEnumerable<(string Uri, byte[] Document)> RemoteDocuments()
    {
        var folder = Path.Combine(Folder(), "remotes");
        return Directory.EnumerateFiles(Path.Combine(folder, "draft2020-12"), "*.json", SearchOption.AllDirectories)
            .Select(file => ("http://localhost:1234/" + Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes(file)));
    }

    private static IEnumerable<SuiteCase> ReadFile(string path)
    {
        var file = Path.GetFileNameWithoutExtension(path);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var group in document.RootElement.EnumerateArray())
        {
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                yield return new SuiteCase(file, group.GetProperty("description").GetString()!, test.GetProperty("description").GetString()!,
                    RawText(group.GetProperty("schema")), RawText(test.GetProperty("data")), test.GetProperty("valid").GetBoolean());
            }
        }
    }

    private static byte[] RawText(JsonElement value) => Encoding.UTF8.GetBytes(value.GetRawText());

    private static string Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, FolderName);
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        return Path.Combine(Repository.Root, "tests", "json-schema-test-suite");
    }
}
