using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using CityOps.Schemas.Codes;

namespace CityOps.Schemas.Catalogue;

/// <summary>数据标准库: every dataset version known here, compiled. Immutable; a new set replaces the old as a whole.</summary>
public sealed class SchemaSet
{
    private static readonly Lazy<SchemaSet> Embedded = new(ReadEmbedded);
    private readonly FrozenDictionary<(string Dataset, int Major), DatasetVersion> versions;

    private SchemaSet(IReadOnlyCollection<DatasetVersion> all)
    {
        All = [.. all.OrderBy(version => version.Dataset, StringComparer.Ordinal).ThenBy(version => version.Major)];
        versions = All.ToFrozenDictionary(version => (version.Dataset, version.Major));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var version in All)
        {
            hash.AppendData(version.SchemaBytes.Span);
        }

        Hash = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The data standard this build was made with.</summary>
    public static SchemaSet Standard => Embedded.Value;

    /// <summary>In the order of dataset and version.</summary>
    public IReadOnlyCollection<DatasetVersion> All { get; }

    /// <summary>SHA-256 over all schema bytes in the order of <see cref="All"/>, lower-case hex: equal sets judge equally.</summary>
    public string Hash { get; }

    /// <exception cref="InvalidDataException">A schema lacks what the catalogue asks for, or stands twice.</exception>
    /// <exception cref="Validation.SchemaException">A schema does not compile.</exception>
    public static SchemaSet Compile(IEnumerable<ReadOnlyMemory<byte>> schemas, CodeLists? codes = null)
    {
        var all = schemas.Select(schema => DatasetDocument.Read(schema, codes ?? CodeLists.Standard)).ToArray();
        var twice = all.GroupBy(version => (version.Dataset, version.Major)).FirstOrDefault(same => same.Count() > 1);
        return twice is null
            ? new SchemaSet(all)
            : throw new InvalidDataException($"dataset {twice.Key.Dataset} has version {twice.Key.Major} twice");
    }

    /// <summary>Null when there is no such dataset or no such version of it.</summary>
    public DatasetVersion? Find(string dataset, int major) => versions.GetValueOrDefault((dataset, major));

    private static SchemaSet ReadEmbedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return Compile(assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("standard/", StringComparison.Ordinal))
            .Select(name => ReadAll(assembly, name)));
    }

    private static ReadOnlyMemory<byte> ReadAll(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
