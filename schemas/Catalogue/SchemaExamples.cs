using System.Reflection;
using System.Text.Json;

namespace CityOps.Schemas.Catalogue;

/// <summary>样例: one example as it stands beside its dataset: the name says whether it passes.</summary>
public sealed record SchemaExample(string Name, JsonElement Content);

/// <summary>The examples of this build's standard, and those a schema brings along in its own <c>examples</c>.</summary>
public static class SchemaExamples
{
    /// <summary>Passing ones first; empty where there is none.</summary>
    public static IReadOnlyList<SchemaExample> Of(DatasetVersion version)
    {
        using var schema = JsonDocument.Parse(version.SchemaBytes);
        if (schema.RootElement.TryGetProperty("examples", out var own) && own.ValueKind == JsonValueKind.Array)
        {
            return [.. own.EnumerateArray().Select((example, i) => new SchemaExample($"pass-{i + 1}", example.Clone()))];
        }

        var assembly = Assembly.GetExecutingAssembly();
        var folder = $"/{version.Dataset}/examples/";
        return
        [
            .. assembly.GetManifestResourceNames().Where(name => version.Major == 1 && name.StartsWith("examples/", StringComparison.Ordinal) && name.Contains(folder, StringComparison.Ordinal))
                .OrderByDescending(name => name, StringComparer.Ordinal)
                .Select(name => new SchemaExample(Path.GetFileNameWithoutExtension(name[(name.LastIndexOf('/') + 1)..]), Read(assembly, name))),
        ];
    }

    private static JsonElement Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
