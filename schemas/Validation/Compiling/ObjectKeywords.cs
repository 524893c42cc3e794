using System.Text;
using System.Text.Json;
using CityOps.Schemas.Validation.Plans;

namespace CityOps.Schemas.Validation.Compiling;

/// <summary>Keywords of objects.</summary>
internal static class ObjectKeywords
{
    private static readonly string[] All =
    [
        "properties", "patternProperties", "additionalProperties", "propertyNames", "required", "minProperties", "maxProperties",
        "dependentRequired", "dependentSchemas", "dependencies",
    ];

    public static void Read(SchemaCompiler compiler, SchemaPlace place, Node node)
    {
        if (!All.Any(keyword => place.TryGet(keyword, out _)))
        {
            return;
        }

        var parts = new ObjectParts
        {
            Additional = place.Schema("additionalProperties") is { } additional ? compiler.Compile(additional) : null,
            PropertyNames = place.Schema("propertyNames") is { } names ? compiler.Compile(names) : null,
            MinProperties = place.Count("minProperties", 0),
            MaxProperties = place.Count("maxProperties", int.MaxValue),
        };
        parts.Properties.AddRange(place.SchemaMap("properties").Select(p => (Encoding.UTF8.GetBytes(p.Name), compiler.Compile(p.Schema))));
        parts.Patterns.AddRange(place.SchemaMap("patternProperties")
            .Select(p => (place.Pattern("patternProperties", p.Name), compiler.Compile(p.Schema))));
        parts.DependentSchemas.AddRange(place.SchemaMap("dependentSchemas").Select(p => (Encoding.UTF8.GetBytes(p.Name), compiler.Compile(p.Schema))));
        if (place.TryGet("required", out var required))
        {
            parts.Required.AddRange(place.Names("required", required));
        }

        ReadDependentRequired(place, parts);
        ReadDependencies(compiler, place, parts);
        node.Parts = parts;
    }

    private static void ReadDependentRequired(SchemaPlace place, ObjectParts parts)
    {
        if (!place.TryGet("dependentRequired", out var dependent))
        {
            return;
        }

        if (dependent.ValueKind != JsonValueKind.Object)
        {
            throw place.BadKeyword("dependentRequired", "an object of name lists");
        }

        parts.DependentRequired.AddRange(dependent.EnumerateObject()
            .Select(member => (Encoding.UTF8.GetBytes(member.Name), place.Names("dependentRequired", member.Value))));
    }

    /// <summary>The older form of both <c>dependent…</c> keywords, told apart by what stands there.</summary>
    private static void ReadDependencies(SchemaCompiler compiler, SchemaPlace place, ObjectParts parts)
    {
        foreach (var (name, dependent) in place.SchemaMap("dependencies"))
        {
            var trigger = Encoding.UTF8.GetBytes(name);
            if (dependent.Schema.ValueKind == JsonValueKind.Array)
            {
                parts.DependentRequired.Add((trigger, place.Names("dependencies", dependent.Schema)));
            }
            else
            {
                parts.DependentSchemas.Add((trigger, compiler.Compile(dependent)));
            }
        }
    }
}
