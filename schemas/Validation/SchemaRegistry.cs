namespace CityOps.Schemas.Validation;

/// <summary>
/// The documents a schema may refer to by URI, beside the meta-schemas of 2020-12. Nothing is ever fetched: a reference
/// that is not in here does not resolve.
/// Fill it before compiling; it is only read afterwards.
/// </summary>
public sealed class SchemaRegistry
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> documents = new(StringComparer.Ordinal);

    /// <summary>Adds one document under an absolute URI; a fragment is refused, and so is a second document under one URI.</summary>
    public void Add(Uri uri, ReadOnlyMemory<byte> schemaUtf8)
    {
        if (!uri.IsAbsoluteUri || uri.Fragment.Length > 0)
        {
            throw new SchemaException("bad-schema", "", $"'{uri}' is no absolute URI without a fragment");
        }

        if (MetaSchemas.TryFind(uri.OriginalString, out _) || !documents.TryAdd(uri.OriginalString, schemaUtf8))
        {
            throw new SchemaException("bad-schema", "", $"'{uri}' is registered already");
        }
    }

    internal static bool TryFind(SchemaRegistry? registry, string uri, out ReadOnlyMemory<byte> schemaUtf8)
    {
        schemaUtf8 = default;
        return MetaSchemas.TryFind(uri, out schemaUtf8) || (registry is not null && registry.documents.TryGetValue(uri, out schemaUtf8));
    }
}
