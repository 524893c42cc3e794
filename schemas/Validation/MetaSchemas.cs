using System.Collections.Frozen;
using System.Reflection;

namespace CityOps.Schemas.Validation;

/// <summary>The meta-schemas of 2020-12 by their URIs: every registry knows them.</summary>
internal static class MetaSchemas
{
    private const string Folder = "metaschemas/";

    private static readonly Lazy<FrozenDictionary<string, ReadOnlyMemory<byte>>> All = new(Read);

    public static bool TryFind(string uri, out ReadOnlyMemory<byte> schemaUtf8) => All.Value.TryGetValue(uri, out schemaUtf8);

    private static FrozenDictionary<string, ReadOnlyMemory<byte>> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .ToFrozenDictionary(
                name => "https://json-schema.org/draft/2020-12/" + name[Folder.Length..^".json".Length].Replace('\\', '/'),
                name => ReadOne(assembly, name));
    }

    private static ReadOnlyMemory<byte> ReadOne(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
