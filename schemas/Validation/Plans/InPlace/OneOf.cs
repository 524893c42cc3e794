using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans.InPlace;

internal sealed class OneOf(Node[] nodes) : Applicator
{
    public override IEnumerable<Node> Nodes => nodes;

    public override bool Check(ref Cursor cursor, int start) => CountFitting(nodes, ref cursor, start) == 1;

    public override void Explain(ref Cursor cursor, int start, Report report)
    {
        var fitting = CountFitting(nodes, ref cursor, start);
        if (fitting == 1 || (fitting == 0 && ExplainOnlyCandidate(nodes, ref cursor, start, report)))
        {
            return;
        }

        report.Add(Wording.NotOneOf(fitting, ValueAt(ref cursor, start)));
    }
}
