namespace CityOps.Schemas.Validation;

/// <summary>
/// The documents a schema may refer to by URI. Nothing is ever fetched: a reference that is not in here does not resolve.
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

        if (!documents.TryAdd(uri.OriginalString, schemaUtf8))
        {
            throw new SchemaException("bad-schema", "", $"'{uri}' is registered already");
        }
    }

    internal bool TryFind(string uri, out ReadOnlyMemory<byte> schemaUtf8) => documents.TryGetValue(uri, out schemaUtf8);
}
