using System.Buffers;
using CityOps.Schemas.Validation.Plans.InPlace;
using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans.Unevaluated;

/// <summary>
/// <c>unevaluatedProperties</c> and <c>unevaluatedItems</c>: the last thing a schema asks, once everything else fits, of
/// the parts of a container that nothing in it has looked at.
/// </summary>
internal abstract class UnevaluatedParts(Node node, byte open, byte close) : Applicator
{
    public override IEnumerable<Node> Nodes => [];

    public override bool Check(ref Cursor cursor, int start)
    {
        if (cursor.Text[start] != open)
        {
            return true;
        }

        var count = Count(ref cursor, start, out var areSettled);
        return areSettled || (cursor.Budget >= 0 && CheckOpen(ref cursor, start, count));
    }

    public override void Explain(ref Cursor cursor, int start, Report report)
    {
        if (cursor.Text[start] != open)
        {
            return;
        }

        var count = Count(ref cursor, start, out _);
        if (cursor.Budget < 0)
        {
            return;
        }

        var marks = new Marks(new ulong[Marks.WordsFor(count)], count, explaining: true);
        MarkLooked(ref cursor, start, marks);
        var more = cursor.Open(start, close);
        for (var i = 0; more && !report.IsFull; i++)
        {
            var name = NextName(ref cursor);
            var valueAt = cursor.Position;
            if (!marks[i])
            {
                ExplainPart(ref cursor, i, name, report);
            }

            cursor.Position = valueAt;
            more = cursor.SkipToNext(close);
        }
    }

    /// <summary>Counts the parts; also whether each is settled by its name or place alone.</summary>
    protected abstract int Count(ref Cursor cursor, int start, out bool areSettled);

    protected abstract void MarkLooked(ref Cursor cursor, int start, scoped Marks marks);

    /// <summary>Steps to the next value, over its name where it has one.</summary>
    protected abstract ReadOnlySpan<byte> NextName(ref Cursor cursor);

    /// <summary>Pushes the place and says the words for a part that should not be.</summary>
    protected abstract Complaint Enter(int index, ReadOnlySpan<byte> name, Report report);

    private void ExplainPart(ref Cursor cursor, int index, scoped ReadOnlySpan<byte> name, Report report)
    {
        var complaint = Enter(index, name, report);
        if (node.IsNever)
        {
            report.Add(complaint);
        }
        else
        {
            node.Explain(ref cursor, report);
        }

        report.Pop();
    }

    private bool CheckOpen(ref Cursor cursor, int start, int count)
    {
        var length = Marks.WordsFor(count);
        var rented = length > Marks.NearWords ? ArrayPool<ulong>.Shared.Rent(length) : null;
        Span<ulong> words = rented is null ? stackalloc ulong[Marks.NearWords] : rented;
        words.Clear();
        var marks = new Marks(words, count, explaining: false);
        MarkLooked(ref cursor, start, marks);
        var fits = marks.AreAll || (!node.IsNever && CheckUnmarked(ref cursor, start, marks));
        if (rented is not null)
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }

        return fits;
    }

    private bool CheckUnmarked(ref Cursor cursor, int start, scoped Marks marks)
    {
        var more = cursor.Open(start, close);
        for (var i = 0; more; i++)
        {
            NextName(ref cursor);
            var valueAt = cursor.Position;
            if (!marks[i] && !node.CheckAgain(ref cursor, valueAt))
            {
                return false;
            }

            cursor.Position = valueAt;
            more = cursor.SkipToNext(close);
        }

        return true;
    }
}
