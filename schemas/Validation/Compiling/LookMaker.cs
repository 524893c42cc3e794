using System.Runtime.CompilerServices;
using CityOps.Schemas.Validation.Patterns;
using CityOps.Schemas.Validation.Plans;
using CityOps.Schemas.Validation.Plans.InPlace;
using CityOps.Schemas.Validation.Plans.Unevaluated;

namespace CityOps.Schemas.Validation.Compiling;

/// <summary>
/// Works out what the schemas under an <c>unevaluated…</c> keyword look at. What they look at whatever the value is
/// becomes one list of names, patterns and places; the rest is asked of the value. Circles must be ruled out before.
/// </summary>
internal sealed class LookMaker(IReadOnlyDictionary<Node, SchemaPlace> places)
{
    private readonly Dictionary<Node, Look?> members = [];
    private readonly Dictionary<Node, Look?> elements = [];

    public void Finish()
    {
        foreach (var (node, _) in places)
        {
            foreach (var applicator in node.InPlace)
            {
                if (applicator is UnevaluatedMembers unevaluated)
                {
                    unevaluated.Look = MakeMembers(node, unevaluated);
                }
                else if (applicator is UnevaluatedElements rest)
                {
                    rest.Look = MakeElements(node, rest);
                }
            }
        }
    }

    private MemberLook? MakeMembers(Node node, Applicator? except)
    {
        var draft = new Draft();
        Gather(node, draft, except, isMembers: true);
        return draft is { All: false, Names.Count: 0, Patterns.Count: 0, Further.Count: 0 }
            ? null
            : new MemberLook(new NameTable([.. draft.Names.DistinctBy(Convert.ToHexString)]), [.. draft.Patterns], draft.All, [.. draft.Further]);
    }

    private ElementLook? MakeElements(Node node, Applicator? except)
    {
        var draft = new Draft();
        Gather(node, draft, except, isMembers: false);
        return draft is { All: false, First: 0, Contained.Count: 0, Further.Count: 0 }
            ? null
            : new ElementLook(draft.All ? int.MaxValue : draft.First, [.. draft.Contained], [.. draft.Further]);
    }

    private Look? For(Node? node, bool isMembers)
    {
        if (node is null)
        {
            return null;
        }

        var known = isMembers ? members : elements;
        if (!known.TryGetValue(node, out var look))
        {
            look = isMembers ? MakeMembers(node, null) : MakeElements(node, null);
            known[node] = look;
        }

        return look;
    }

    private void Gather(Node node, Draft draft, Applicator? except, bool isMembers)
    {
        if (!draft.Seen.Add(node))
        {
            return;
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw places[node].Fault("too-large", "references form too long a chain");
        }

        if (isMembers)
        {
            GatherMembers(node, draft);
        }
        else
        {
            GatherElements(node, draft);
        }

        foreach (var applicator in node.InPlace.Where(applicator => applicator != except))
        {
            GatherInPlace(applicator, draft, isMembers);
        }
    }

    private void GatherMembers(Node node, Draft draft)
    {
        if (node.Parts is not { } parts)
        {
            return;
        }

        draft.All |= parts.Additional is not null;
        draft.Names.AddRange(parts.Properties.Select(p => p.Name));
        draft.Patterns.AddRange(parts.Patterns.Select(p => p.Pattern));
        foreach (var (trigger, dependent) in parts.DependentSchemas)
        {
            if (For(dependent, isMembers: true) is { } look)
            {
                draft.Further.Add(new PresenceLook(trigger, look));
            }
        }
    }

    private static void GatherElements(Node node, Draft draft)
    {
        if (node.Arrays is not { } arrays)
        {
            return;
        }

        draft.All |= arrays.Items is not null;
        draft.First = Math.Max(draft.First, arrays.Prefix.Length);
        if (arrays.Contains is not null)
        {
            draft.Contained.Add(arrays.Contains);
        }
    }

    private void GatherInPlace(Applicator applicator, Draft draft, bool isMembers)
    {
        switch (applicator)
        {
            case UnevaluatedMembers:
                draft.All |= isMembers;
                break;
            case UnevaluatedElements:
                draft.All |= !isMembers;
                break;
            case AllOf all:
                foreach (var node in all.Nodes)
                {
                    Gather(node, draft, except: null, isMembers);
                }

                break;
            case AnyOf or OneOf:
                var branches = applicator.Nodes.Select(node => (node, For(node, isMembers))).ToArray();
                if (branches.Any(branch => branch.Item2 is not null))
                {
                    draft.Further.Add(new ChoiceLook(branches));
                }

                break;
            case Condition condition:
                GatherCondition(condition, draft, isMembers);
                break;
        }
    }

    private void GatherCondition(Condition condition, Draft draft, bool isMembers)
    {
        Look? held = For(condition.Test, isMembers), then = For(condition.Then, isMembers), otherwise = For(condition.Otherwise, isMembers);
        if ((held ?? then ?? otherwise) is not null)
        {
            draft.Further.Add(new ConditionLook(condition.Test, held, then, otherwise));
        }
    }

    /// <summary>What is gathered of one schema and those that always apply with it.</summary>
    private sealed class Draft
    {
        public HashSet<Node> Seen { get; } = [];

        public bool All { get; set; }

        public List<byte[]> Names { get; } = [];

        public List<TextPattern> Patterns { get; } = [];

        public int First { get; set; }

        public List<Node> Contained { get; } = [];

        public List<Look> Further { get; } = [];
    }
}
