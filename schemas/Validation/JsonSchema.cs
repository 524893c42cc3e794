using CityOps.Schemas.Records;

namespace CityOps.Schemas.Validation;

/// <summary>JSON Schema 2020-12, compiled once.</summary>
public sealed class JsonSchema
{
    private readonly SchemaRegistry? registry;
    private readonly ReadOnlyMemory<byte> schema;
    private readonly FormatUse formats;

    private JsonSchema(ReadOnlyMemory<byte> schema, SchemaRegistry? registry, FormatUse formats) =>
        (this.schema, this.registry, this.formats) = (schema, registry, formats);

    public static JsonSchema Compile(ReadOnlyMemory<byte> schemaUtf8, SchemaRegistry? registry = null, FormatUse formats = FormatUse.Assert) =>
        new(schemaUtf8, registry, formats);

    public bool IsValid(ReadOnlySpan<byte> json) => throw new NotSupportedException($"{schema.Length} {registry} {formats}");

    public void Explain(ReadOnlySpan<byte> json, ICollection<RecordProblem> problems, int most = 100) =>
        throw new NotSupportedException($"{schema.Length} {registry} {formats}");
}
