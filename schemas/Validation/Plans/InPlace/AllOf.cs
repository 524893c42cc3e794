using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans.InPlace;

/// <summary><c>allOf</c>, and <c>$ref</c> beside other keywords.</summary>
internal sealed class AllOf(Node[] nodes) : Applicator
{
    public override IEnumerable<Node> Nodes => nodes;

    public override bool Check(ref Cursor cursor, int start)
    {
        foreach (var node in nodes)
        {
            if (!node.CheckAgain(ref cursor, start))
            {
                return false;
            }
        }

        return true;
    }

    public override void Explain(ref Cursor cursor, int start, Report report)
    {
        foreach (var node in nodes)
        {
            Explain(node, ref cursor, start, report);
        }
    }
}
