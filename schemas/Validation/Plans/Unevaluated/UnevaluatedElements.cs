using System.Buffers;
using CityOps.Schemas.Validation.Plans.InPlace;
using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans.Unevaluated;

/// <summary><c>unevaluatedItems</c>: the last thing a schema asks, once everything else fits.</summary>
internal sealed class UnevaluatedElements(Node node) : Applicator
{
    /// <summary>What the schema it stands in has looked at; null where that is nothing.</summary>
    public ElementLook? Look { get; set; }

    public override IEnumerable<Node> Nodes => [];

    public override bool Check(ref Cursor cursor, int start)
    {
        if (cursor.Text[start] != (byte)'[')
        {
            return true;
        }

        var count = Count(ref cursor, start);
        return count <= (Look?.First ?? 0) || CheckOpen(ref cursor, start, count);
    }

    public override void Explain(ref Cursor cursor, int start, Report report)
    {
        if (cursor.Text[start] != (byte)'[')
        {
            return;
        }

        var count = Count(ref cursor, start);
        var marks = new Marks(new ulong[Marks.WordsFor(count)], count, explaining: true);
        Look?.Mark(ref cursor, start, marks);
        var more = cursor.Open(start, (byte)']');
        for (var i = 0; more && !report.IsFull; i++)
        {
            cursor.Peek();
            var element = cursor.Position;
            if (!marks[i])
            {
                ExplainElement(ref cursor, i, report);
            }

            cursor.Position = element;
            more = cursor.SkipToNext((byte)']');
        }
    }

    private void ExplainElement(ref Cursor cursor, int index, Report report)
    {
        report.Push(index);
        if (node.IsNever)
        {
            report.Add(Wording.UnevaluatedElement(index));
        }
        else
        {
            node.Explain(ref cursor, report);
        }

        report.Pop();
    }

    private static int Count(ref Cursor cursor, int start)
    {
        var count = 0;
        for (var more = cursor.Open(start, (byte)']'); more; count++)
        {
            more = cursor.SkipToNext((byte)']');
        }

        cursor.Budget -= cursor.Position - start;
        return count;
    }

    private bool CheckOpen(ref Cursor cursor, int start, int count)
    {
        var length = Marks.WordsFor(count);
        var rented = length > Marks.NearWords ? ArrayPool<ulong>.Shared.Rent(length) : null;
        Span<ulong> words = rented is null ? stackalloc ulong[Marks.NearWords] : rented;
        words.Clear();
        var marks = new Marks(words, count, explaining: false);
        Look?.Mark(ref cursor, start, marks);
        var fits = marks.AreAll || (!node.IsNever && CheckUnmarked(ref cursor, start, marks));
        if (rented is not null)
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }

        return fits;
    }

    private bool CheckUnmarked(ref Cursor cursor, int start, scoped Marks marks)
    {
        var more = cursor.Open(start, (byte)']');
        for (var i = 0; more; i++)
        {
            cursor.Peek();
            var element = cursor.Position;
            if (!marks[i] && !node.CheckAgain(ref cursor, element))
            {
                return false;
            }

            cursor.Position = element;
            more = cursor.SkipToNext((byte)']');
        }

        return true;
    }
}
