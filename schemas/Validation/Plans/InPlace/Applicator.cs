using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans.InPlace;

/// <summary>A keyword that asks other schemas about the same value, by reading it again from its start.</summary>
internal abstract class Applicator
{
    /// <summary>Every schema it may ask.</summary>
    public abstract IEnumerable<Node> Nodes { get; }

    /// <summary>Leaves the position anywhere.</summary>
    public abstract bool Check(ref Cursor cursor, int start);

    /// <summary>Leaves the position anywhere; the value is well formed.</summary>
    public abstract void Explain(ref Cursor cursor, int start, Report report);

    protected static void Explain(Node node, ref Cursor cursor, int start, Report report)
    {
        cursor.Position = start;
        node.Explain(ref cursor, report);
    }

    protected static ReadOnlySpan<byte> ValueAt(ref Cursor cursor, int start)
    {
        cursor.Position = start;
        cursor.Skip();
        return cursor.Text[start..cursor.Position];
    }

    /// <summary>Counts the fitting schemas, up to two.</summary>
    protected static int CountFitting(Node[] nodes, ref Cursor cursor, int start)
    {
        var fitting = 0;
        foreach (var node in nodes)
        {
            fitting += node.CheckAgain(ref cursor, start) ? 1 : 0;
            if (fitting == 2)
            {
                break;
            }
        }

        return fitting;
    }

    /// <summary>Where only one alternative takes such a value at all, its own complaints say more than "none fits".</summary>
    protected static bool ExplainOnlyCandidate(Node[] nodes, ref Cursor cursor, int start, Report report)
    {
        var kind = Node.KindOf(ValueAt(ref cursor, start));
        var candidates = nodes.Where(node => (node.Types & kind) != 0).ToList();
        if (candidates.Count != 1)
        {
            return false;
        }

        var before = report.Count;
        Explain(candidates[0], ref cursor, start, report);
        return report.Count > before;
    }
}
