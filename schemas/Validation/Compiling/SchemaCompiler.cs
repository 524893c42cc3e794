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
    private readonly Dictionary<(string, string, string), SchemaPlace> ends = [];
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

        Note(place);
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
        if (IsOnlyReference(place))
        {
            return Follow(place);
        }

        RefuseBadNames(place);
        var node = Keep(place, new Node { IsSensitive = RemarkKeywords.IsSensitive(place) });
        ValueKeywords.Read(this, place, node);
        ArrayKeywords.Read(this, place, node);
        ObjectKeywords.Read(this, place, node);
        InPlaceKeywords.Read(this, place, node);
        node.Alias = StandsAlone(place) ? node.InPlace.Single().Nodes.Single() : null;
        ReadRest(place);
        return node;
    }

    private void Note(SchemaPlace place)
    {
        known.Add((place.Document, place.Pointer));
        if (scopes.Add(place.Scope.Key) && scopes.Count > MostScopes)
        {
            throw place.Fault("too-large", $"dynamic references mean something else on more than {MostScopes} ways");
        }
    }

    /// <summary>What judges no value.</summary>
    private void ReadRest(SchemaPlace place)
    {
        RemarkKeywords.Read(this, place);
        foreach (var (_, definition) in place.SchemaMap("$defs"))
        {
            // One that nothing refers to must be a schema all the same.
            if (!known.Contains((definition.Document, definition.Pointer)))
            {
                Compile(definition);
            }
        }
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

    /// <summary>
    /// The node at the end of a chain of references. The chain is walked before anything of its end is compiled, as a schema
    /// inside the end may refer to a link of the chain: that is no circle.
    /// </summary>
    private Node Follow(SchemaPlace place)
    {
        var links = new List<SchemaPlace>();
        var passed = new HashSet<(string, string, string)>();
        var at = place;
        for (; IsOnlyReference(at) && !nodes.ContainsKey(at.Key); at = Next(at))
        {
            if (!passed.Add(at.Key))
            {
                throw at.Fault("endless-reference", $"'{at.Text("$ref") ?? at.Text("$dynamicRef")}' leads back to itself");
            }

            if (ends.TryGetValue(at.Key, out var end))
            {
                at = end;
                break;
            }

            RefuseBadNames(at);
            Note(at);
            links.Add(at);
        }

        links.ForEach(link => ends[link.Key] = at);
        var node = Compile(at);
        links.ForEach(link => nodes[link.Key] = node);
        links.ForEach(ReadRest);
        return node;
    }

    private SchemaPlace Next(SchemaPlace link) => library.Enter(
        link.Text("$ref") is { } reference ? library.Find(link, "$ref", reference) : library.FindDynamic(link, link.Text("$dynamicRef")!));

    private static bool IsOnlyReference(SchemaPlace place) =>
        place.Schema.ValueKind == JsonValueKind.Object && StandsAlone(place) && !RemarkKeywords.IsSensitive(place);

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
