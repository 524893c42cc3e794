using System.Runtime.CompilerServices;
using System.Text.Json;
using CityOps.Schemas.Validation.Plans;

namespace CityOps.Schemas.Validation.Compiling;

/// <summary>
/// Turns schemas into nodes, each place once, so that references may be circular. A schema that is only a reference
/// becomes the node it refers to. What the engine cannot do yet is refused, never passed over.
/// </summary>
internal sealed class SchemaCompiler(SchemaLibrary library, FormatUse formats)
{
    private static readonly string[] NotYet =
        ["$dynamicRef", "$dynamicAnchor", "$vocabulary", "$recursiveRef", "$recursiveAnchor", "unevaluatedItems", "unevaluatedProperties"];

    /// <summary>Keywords that judge nothing: a reference beside them stands alone.</summary>
    private static readonly string[] Remarks =
        ["$schema", "$id", "$anchor", "$comment", "$defs", "title", "description", "default", "deprecated", "examples", "readOnly", "writeOnly"];

    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    private readonly Dictionary<(string, string), Node> nodes = [];
    private readonly Dictionary<Node, SchemaPlace> places = [];
    private readonly HashSet<(string, string)> following = [];

    public FormatUse Formats => formats;

    /// <summary>Compiles a document and everything it refers to.</summary>
    public Node CompileDocument(ReadOnlyMemory<byte> schemaUtf8)
    {
        var root = Compile(library.Add(schemaUtf8, null));
        CycleCheck.Run(places);
        new LensMaker(places).Finish();
        return root;
    }

    /// <summary>The node of this place; it may still be empty while a circle is being closed.</summary>
    public Node Compile(SchemaPlace place)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw place.Fault("too-large", "schemas stand too deep inside one another");
        }

        if (nodes.TryGetValue(place.Key, out var known))
        {
            return known;
        }

        return place.Schema.ValueKind switch
        {
            JsonValueKind.True => Keep(place, new Node()),
            JsonValueKind.False => Keep(place, new Node { Types = Kinds.None, IsNever = true }),
            JsonValueKind.Object => CompileObject(place),
            _ => throw place.Fault("bad-schema", "a schema is an object, true or false"),
        };
    }

    private Node CompileObject(SchemaPlace place)
    {
        RefuseUnknownDialect(place);
        var node = StandsAlone(place, out var reference) ? Follow(place, reference) : Keep(place, new Node());
        if (!nodes.ContainsKey(place.Key))
        {
            nodes[place.Key] = node;
        }
        else
        {
            ValueKeywords.Read(this, place, node);
            ArrayKeywords.Read(this, place, node);
            ObjectKeywords.Read(this, place, node);
            InPlaceKeywords.Read(this, place, node);
        }

        foreach (var (_, definition) in place.SchemaMap("$defs"))
        {
            Compile(definition);
        }

        return node;
    }

    /// <summary>The place a reference in this one means.</summary>
    public Node CompileReference(SchemaPlace place, string reference) => Compile(library.Find(place, reference));

    private Node Keep(SchemaPlace place, Node node)
    {
        nodes[place.Key] = node;
        places[node] = place;
        return node;
    }

    private Node Follow(SchemaPlace place, string reference)
    {
        if (!following.Add(place.Key))
        {
            throw place.Fault("endless-reference", $"'{reference}' leads back to itself");
        }

        var target = CompileReference(place, reference);
        following.Remove(place.Key);
        return target;
    }

    private static bool StandsAlone(SchemaPlace place, out string reference)
    {
        reference = place.Text("$ref") ?? "";
        return place.TryGet("$ref", out _)
            && place.Schema.EnumerateObject().All(k => k.Name == "$ref" || Array.IndexOf(Remarks, k.Name) >= 0 || k.Name.StartsWith("x-", StringComparison.Ordinal));
    }

    private static void RefuseUnknownDialect(SchemaPlace place)
    {
        foreach (var keyword in NotYet)
        {
            if (place.TryGet(keyword, out _))
            {
                throw place.Fault("unsupported-keyword", $"'{keyword}' is not supported");
            }
        }

        if (place.Text("$schema") is { } dialect && dialect.TrimEnd('#') != Dialect)
        {
            throw place.Fault("unsupported-keyword", $"the dialect '{dialect}' is not supported; use {Dialect}");
        }

        if (place.Text("$id") is { } id && (SchemaUri.Resolve(place.Base, id) is not { } uri || SchemaUri.Fragment(uri).Length > 0))
        {
            throw place.BadKeyword("$id", "a URI reference without a fragment");
        }

        place.Text("$anchor");
    }
}
