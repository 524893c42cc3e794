using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans.Unevaluated;

/// <summary>
/// What a schema has looked at inside a value that fits it. Made at compile from the schema and all its in-place
/// schemas, for those under an <c>unevaluated…</c> keyword only; the rest of a plan knows nothing of it.
/// </summary>
internal abstract class Look
{
    /// <summary>The value was read before and is well formed. Leaves the position anywhere.</summary>
    public abstract void Mark(ref Cursor cursor, int start, scoped Marks marks);
}

/// <summary><c>anyOf</c> and <c>oneOf</c>: every alternative that fits has looked.</summary>
internal sealed class ChoiceLook((Node Node, Look? Look)[] branches) : Look
{
    public override void Mark(ref Cursor cursor, int start, scoped Marks marks)
    {
        var fits = false;
        foreach (var (node, look) in branches)
        {
            if ((look is not null || marks.IsExplaining) && node.CheckAgain(ref cursor, start))
            {
                fits = true;
                look?.Mark(ref cursor, start, marks);
            }
        }

        for (var i = 0; i < branches.Length && marks.IsExplaining && !fits; i++)
        {
            branches[i].Look?.Mark(ref cursor, start, marks);
        }
    }
}

/// <summary><c>if</c> where it holds, and the one of <c>then</c> and <c>else</c> it leads to.</summary>
internal sealed class ConditionLook(Node test, Look? held, Look? then, Look? otherwise) : Look
{
    public override void Mark(ref Cursor cursor, int start, scoped Marks marks)
    {
        if (test.CheckAgain(ref cursor, start))
        {
            held?.Mark(ref cursor, start, marks);
            then?.Mark(ref cursor, start, marks);
        }
        else
        {
            otherwise?.Mark(ref cursor, start, marks);
        }
    }
}
