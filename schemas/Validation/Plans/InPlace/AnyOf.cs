using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans.InPlace;

internal sealed class AnyOf(Node[] nodes) : Applicator
{
    public override IEnumerable<Node> Nodes => nodes;

    public override bool Check(ref Cursor cursor, int start)
    {
        foreach (var node in nodes)
        {
            if (node.CheckAgain(ref cursor, start))
            {
                return true;
            }
        }

        return false;
    }

    public override void Explain(ref Cursor cursor, int start, Report report)
    {
        if (!Check(ref cursor, start) && !ExplainOnlyCandidate(nodes, ref cursor, start, report))
        {
            report.Add(Wording.NoneOf(ValueAt(ref cursor, start)));
        }
    }
}
