using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans.InPlace;

internal sealed class Not(Node node) : Applicator
{
    public override IEnumerable<Node> Nodes => [node];

    public override bool Check(ref Cursor cursor, int start) => !node.CheckAgain(ref cursor, start);

    public override void Explain(ref Cursor cursor, int start, Report report)
    {
        if (!Check(ref cursor, start))
        {
            report.Add(Wording.Not(ValueAt(ref cursor, start)));
        }
    }
}
