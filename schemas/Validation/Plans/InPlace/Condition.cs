using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans.InPlace;

/// <summary><c>if</c>, <c>then</c> and <c>else</c>.</summary>
internal sealed class Condition(Node test, Node? then, Node? otherwise) : Applicator
{
    public override IEnumerable<Node> Nodes => new[] { test, then, otherwise }.OfType<Node>();

    public Node Test => test;

    public Node? Then => then;

    public Node? Otherwise => otherwise;

    public override bool Check(ref Cursor cursor, int start)
    {
        var next = test.CheckAgain(ref cursor, start) ? then : otherwise;
        return next is null || next.CheckAgain(ref cursor, start);
    }

    public override void Explain(ref Cursor cursor, int start, Report report)
    {
        if ((test.CheckAgain(ref cursor, start) ? then : otherwise) is { } next)
        {
            Explain(next, ref cursor, start, report);
        }
    }
}
