using System.Text.Json;
using CityOps.Schemas.Validation;

namespace CityOps.Schemas.Publication;

/// <summary>
/// 发布关口: what a schema must keep to before a hub publishes it. The engine could run more; a hub may not, for others
/// send records against it. Answers within milliseconds whatever it is given.
/// </summary>
public static class SchemaGate
{
    public const int MostBytes = 256 * 1024;
    public const int MostSubschemas = 2000;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128, AllowDuplicateProperties = false };

    /// <summary>All that speaks against publishing; empty where nothing does.</summary>
    /// <param name="schemaUtf8">The document.</param>
    /// <param name="registry">The only documents it may refer to.</param>
    /// <param name="belongsToAnother">Whether an absolute <c>$id</c> is registered already by somebody else than the publisher.</param>
    public static IReadOnlyList<GateFinding> Examine(ReadOnlyMemory<byte> schemaUtf8, SchemaRegistry registry, Predicate<string> belongsToAnother)
    {
        if (schemaUtf8.Length > MostBytes)
        {
            return [GateFindings.TooLarge("", $"{schemaUtf8.Length} > {MostBytes} bytes")];
        }

        JsonElement root;
        try
        {
            root = JsonElement.Parse(schemaUtf8.Span, Strict);
        }
        catch (JsonException fault)
        {
            return [GateFindings.BadSchema("", fault.Message)];
        }

        var places = SubschemaWalk.Of(root).Take(MostSubschemas + 1).ToList();
        if (places.Count > MostSubschemas)
        {
            return [GateFindings.TooLarge("", $"> {MostSubschemas} subschemas")];
        }

        var patterns = new PatternGate();
        var findings = places.SelectMany(place => KeywordGate.Examine(place, belongsToAnother).Concat(patterns.Examine(place))).ToList();
        return findings.Count > 0 ? findings : Compile(schemaUtf8, registry);
    }

    /// <summary>What only compiling shows: references, loops, values of the wrong shape.</summary>
    private static IReadOnlyList<GateFinding> Compile(ReadOnlyMemory<byte> schemaUtf8, SchemaRegistry registry)
    {
        try
        {
            JsonSchema.Compile(schemaUtf8, registry);
            return [];
        }
        catch (SchemaException fault)
        {
            return [new GateFinding(fault.Name, fault.Pointer, $"无法编译：{fault.Reason}", $"does not compile: {fault.Reason}")];
        }
    }
}
