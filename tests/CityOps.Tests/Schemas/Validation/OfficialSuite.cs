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

    /// <summary>The files of the keywords the engine has.</summary>
    public static readonly string[] Files =
    [
        "additionalProperties", "allOf", "anchor", "anyOf", "boolean_schema", "const", "contains", "content", "default", "defs",
        "dependentRequired", "dependentSchemas", "enum", "exclusiveMaximum", "exclusiveMinimum", "format", "if-then-else",
        "infinite-loop-detection", "items", "maxContains", "maxItems", "maxLength", "maxProperties", "maximum", "minContains",
        "minItems", "minLength", "minProperties", "minimum", "multipleOf", "not", "oneOf", "pattern", "patternProperties",
        "prefixItems", "properties", "propertyNames", "ref", "refRemote", "required", "type", "uniqueItems",
    ];

    /// <summary>Groups that need what the engine refuses for now, and what that is; each is proven to be refused.</summary>
    public static readonly IReadOnlyDictionary<string, string> Beyond = new Dictionary<string, string>
    {
        ["defs: validate definition against metaschema"] = "$dynamicRef, through the meta-schema",
        ["not: collect annotations inside a 'not', even if collection is disabled"] = "unevaluatedProperties",
        ["ref: ref creates new scope when adjacent to keywords"] = "unevaluatedProperties",
        ["ref: remote ref, containing refs itself"] = "$dynamicRef, through the meta-schema",
    };

    public static IEnumerable<SuiteCase> Cases() => Files.SelectMany(ReadFile);

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

    private static IEnumerable<SuiteCase> ReadFile(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(), "tests", "draft2020-12", file + ".json")));
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
