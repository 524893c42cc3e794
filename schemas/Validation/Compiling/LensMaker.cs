using CityOps.Schemas.Validation.Plans;
using CityOps.Schemas.Validation.Plans.InPlace;

namespace CityOps.Schemas.Validation.Compiling;

/// <summary>
/// The last step: gives every node its object rules, with lenses for its in-place schemas. A schema that asks for named
/// members only is answered from the places where they were seen; any other must read the object again.
/// </summary>
internal sealed class LensMaker(IReadOnlyDictionary<Node, SchemaPlace> places)
{
    private const int MostDepth = 4;

    // The names watched in the object at hand; the index is the slot.
    private readonly List<byte[]> watched = [];

    public void Finish()
    {
        foreach (var (node, place) in places)
        {
            if (node.Parts is null && node.InPlace.Length == 0)
            {
                continue;
            }

            watched.Clear();
            var parts = node.Parts ?? new ObjectParts();
            Lens[] lenses =
            [
                .. node.InPlace.Select(applicator => ForApplicator(applicator, 0)),
                .. parts.DependentSchemas.Select(d => new PresenceLens(Slot(d.Trigger), ForNode(d.Node, 0))),
            ];
            Lens[] rescans =
            [
                .. node.InPlace.Select(applicator => new ApplicatorLens(applicator)),
                .. parts.DependentSchemas.Select(d => new PresenceLens(Slot(d.Trigger), new RescanLens(d.Node))),
            ];
            node.Objects = new ObjectRules(parts, [.. watched], lenses, rescans);
            if (node.Objects.KnowsTooManyNames)
            {
                throw place.Fault("too-large", $"more than {ObjectRules.MostNames} names in one object");
            }
        }
    }

    private Lens ForApplicator(Applicator applicator, int depth) => applicator switch
    {
        Condition c => new ConditionLens(ForNode(c.Test, depth), ForNodeOrNull(c.Then, depth), ForNodeOrNull(c.Otherwise, depth)),
        AllOf all => new CountLens(ForNodes(all, depth), all.Nodes.Count(), all.Nodes.Count()),
        AnyOf any => new CountLens(ForNodes(any, depth), 1, any.Nodes.Count()),
        OneOf one => new CountLens(ForNodes(one, depth), 1, 1),
        Not not => new CountLens(ForNodes(not, depth), 0, 0),
        _ => new ApplicatorLens(applicator),
    };

    private Lens[] ForNodes(Applicator applicator, int depth) => [.. applicator.Nodes.Select(node => ForNode(node, depth))];

    private Lens? ForNodeOrNull(Node? node, int depth) => node is null ? null : ForNode(node, depth);

    private Lens ForNode(Node node, int depth)
    {
        var asksForMembersOnly = depth < MostDepth && (node.Types & Kinds.Object) != 0 && node.Among is null
            && node.Parts?.LooksAtNamedMembersOnly != false;
        if (!asksForMembersOnly)
        {
            return new RescanLens(node);
        }

        var parts = node.Parts ?? new ObjectParts();
        return new MembersLens(
            [.. parts.Required.Select(Slot)],
            [.. parts.Properties.Select(p => (Slot(p.Name), p.Node))],
            [.. node.InPlace.Select(applicator => ForApplicator(applicator, depth + 1))]);
    }

    private int Slot(byte[] name)
    {
        var slot = watched.FindIndex(other => other.AsSpan().SequenceEqual(name));
        if (slot < 0)
        {
            slot = watched.Count;
            watched.Add(name);
        }

        return slot;
    }
}
