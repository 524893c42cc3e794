using System.Runtime.CompilerServices;
using System.Text.Json;
using CityOps.Schemas.Validation.Plans;
using CityOps.Schemas.Validation.Plans.InPlace;

namespace CityOps.Schemas.Validation.Compiling;

/// <summary>
/// Turns schemas into nodes, each place once, so that references may be circular. A schema that is only a reference
/// becomes the node it refers to.
/// </summary>
internal sealed class SchemaCompiler(SchemaLibrary library, FormatUse formats)
{
    // Ways by which a schema may be reached that give its dynamic references different meanings; each is compiled apart.
    private const int MostScopes = 100;

    private static readonly string[] OfOtherDialects = ["$recursiveRef", "$recursiveAnchor"];

    private static readonly string[] Anchors = ["$anchor", "$dynamicAnchor"];

    private readonly Dictionary<(string, string, string), Node> nodes = [];
    private readonly Dictionary<Node, SchemaPlace> places = [];
    private readonly HashSet<(string, string, string)> following = [];
    private readonly HashSet<string> scopes = [];
    private readonly HashSet<(string, string)> known = [];

    public FormatUse Formats => formats;

    /// <summary>Some schema of the document calls its values sensitive.</summary>
    public bool HoldsSensitive { get; private set; }

    /// <summary>Compiles a document and everything it refers to.</summary>
    public Node CompileDocument(ReadOnlyMemory<byte> schemaUtf8)
    {
        var root = Compile(library.Add(schemaUtf8, null));
        CycleCheck.Run(places);
        HoldsSensitive = Sensitivity.Spread(places.Keys);
        new LookMaker(places).Finish();
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

        place = library.Enter(place);
        if (nodes.TryGetValue(place.Key, out var node))
        {
            return node;
        }

        known.Add((place.Document, place.Pointer));
        if (scopes.Add(place.Scope.Key) && scopes.Count > MostScopes)
        {
            throw place.Fault("too-large", $"dynamic references mean something else on more than {MostScopes} ways");
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
        RefuseBadNames(place);
        var (standsAlone, isSensitive) = (StandsAlone(place), RemarkKeywords.IsSensitive(place));
        var node = standsAlone && !isSensitive ? Follow(place) : Keep(place, new Node { IsSensitive = isSensitive });
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
            node.Alias = standsAlone ? node.InPlace.Single().Nodes.Single() : null;
        }

        RemarkKeywords.Read(this, place);
        foreach (var (_, definition) in place.SchemaMap("$defs"))
        {
            // One that nothing refers to must be a schema all the same.
            if (!known.Contains((definition.Document, definition.Pointer)))
            {
                Compile(definition);
            }
        }

        return node;
    }

    /// <summary>The place a reference in this one means.</summary>
    public Node CompileReference(SchemaPlace place, string reference) => Compile(library.Find(place, "$ref", reference));

    /// <summary>The same for a dynamic reference, on the way by which this place was reached.</summary>
    public Node CompileDynamicReference(SchemaPlace place, string reference) => Compile(library.FindDynamic(place, reference));

    private Node Keep(SchemaPlace place, Node node)
    {
        nodes[place.Key] = node;
        places[node] = place;
        return node;
    }

    private Node Follow(SchemaPlace place)
    {
        var isDynamic = place.Text("$ref") is null;
        var reference = place.Text(isDynamic ? "$dynamicRef" : "$ref")!;
        if (!following.Add(place.Key))
        {
            throw place.Fault("endless-reference", $"'{reference}' leads back to itself");
        }

        var target = isDynamic ? CompileDynamicReference(place, reference) : CompileReference(place, reference);
        following.Remove(place.Key);
        return target;
    }

    private static bool StandsAlone(SchemaPlace place) =>
        (place.TryGet("$ref", out _) ^ place.TryGet("$dynamicRef", out _))
        && place.Schema.EnumerateObject().All(k => k.Name is "$ref" or "$dynamicRef" || RemarkKeywords.Contains(k.Name));

    private static void RefuseBadNames(SchemaPlace place)
    {
        foreach (var keyword in OfOtherDialects)
        {
            if (place.TryGet(keyword, out _))
            {
                throw place.Fault("unsupported-keyword", $"'{keyword}' is not of this dialect");
            }
        }

        place.Text("$schema");
        if (place.Text("$id") is { } id && (SchemaUri.Resolve(place.Base, id) is not { } uri || SchemaUri.Fragment(uri).Length > 0))
        {
            throw place.BadKeyword("$id", "a URI reference without a fragment");
        }

        foreach (var keyword in Anchors)
        {
            if (place.Text(keyword) is { } name && !IsAnchor(name))
            {
                throw place.BadKeyword(keyword, "a letter or '_', then letters, digits, '-', '_' or '.'");
            }
        }
    }

    private static bool IsAnchor(string name) =>
        name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
