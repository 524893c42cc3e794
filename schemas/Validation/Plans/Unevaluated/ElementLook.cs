using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans.Unevaluated;

/// <summary>The first elements, those that fit <c>contains</c>, or all; then what depends on the value.</summary>
internal sealed class ElementLook(int first, Node[] contained, Look[] further) : Look
{
    /// <summary>How many are settled by their place alone.</summary>
    public int First => first;

    public override void Mark(ref Cursor cursor, int start, scoped Marks marks)
    {
        marks.AddFirst(first);
        if (contained.Length > 0 && !marks.AreAll)
        {
            MarkContained(ref cursor, start, marks);
        }

        for (var i = 0; i < further.Length && !marks.AreAll; i++)
        {
            further[i].Mark(ref cursor, start, marks);
        }
    }

    private void MarkContained(ref Cursor cursor, int start, scoped Marks marks)
    {
        var more = cursor.Open(start, (byte)']');
        for (var i = 0; more; i++)
        {
            cursor.Peek();
            var element = cursor.Position;
            foreach (var node in contained)
            {
                if (!marks[i] && node.CheckAgain(ref cursor, element))
                {
                    marks.Add(i);
                }
            }

            cursor.Position = element;
            more = cursor.SkipToNext((byte)']');
        }

        cursor.Budget -= cursor.Position - start;
    }
}
