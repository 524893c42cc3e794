using System.Runtime.CompilerServices;
using CityOps.Schemas.Validation.Plans;

namespace CityOps.Schemas.Validation.Compiling;

/// <summary>A schema that asks itself about the same value would never answer; such circles are refused.</summary>
internal sealed class CycleCheck
{
    private readonly IReadOnlyDictionary<Node, SchemaPlace> places;
    private readonly HashSet<Node> done = [];
    private readonly HashSet<Node> open = [];

    private CycleCheck(IReadOnlyDictionary<Node, SchemaPlace> places) => this.places = places;

    public static void Run(IReadOnlyDictionary<Node, SchemaPlace> places)
    {
        var check = new CycleCheck(places);
        foreach (var node in places.Keys)
        {
            check.Visit(node);
        }
    }

    private void Visit(Node node)
    {
        if (done.Contains(node))
        {
            return;
        }

        if (!open.Add(node))
        {
            throw places[node].Fault("endless-reference", "the schema asks itself about the same value");
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw places[node].Fault("too-large", "references form too long a chain");
        }

        var dependent = node.Parts?.DependentSchemas.Select(d => d.Node) ?? [];
        foreach (var next in node.InPlace.SelectMany(applicator => applicator.Nodes).Concat(dependent))
        {
            Visit(next);
        }

        open.Remove(node);
        done.Add(node);
    }
}
