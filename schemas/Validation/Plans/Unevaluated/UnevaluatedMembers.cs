using System.Buffers;
using CityOps.Schemas.Validation.Plans.InPlace;
using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans.Unevaluated;

/// <summary><c>unevaluatedProperties</c>: the last thing a schema asks, once everything else fits.</summary>
internal sealed class UnevaluatedMembers(Node node) : Applicator
{
    /// <summary>What the schema it stands in has looked at; null where that is nothing.</summary>
    public MemberLook? Look { get; set; }

    public override IEnumerable<Node> Nodes => [];

    public override bool Check(ref Cursor cursor, int start)
    {
        if (cursor.Text[start] != (byte)'{')
        {
            return true;
        }

        var count = Count(ref cursor, start, out var open);
        return open == 0 || CheckOpen(ref cursor, start, count);
    }

    public override void Explain(ref Cursor cursor, int start, Report report)
    {
        if (cursor.Text[start] != (byte)'{')
        {
            return;
        }

        var count = Count(ref cursor, start, out _);
        var marks = new Marks(new ulong[Marks.WordsFor(count)], count, explaining: true);
        Look?.Mark(ref cursor, start, marks);
        var more = cursor.Open(start, (byte)'}');
        for (var i = 0; more && !report.IsFull && cursor.NextMember(out var raw, out _); i++)
        {
            var valueAt = cursor.Position;
            if (!marks[i])
            {
                ExplainMember(ref cursor, StringText.Meaning(raw), report);
            }

            cursor.Position = valueAt;
            more = cursor.SkipToNext((byte)'}');
        }
    }

    private void ExplainMember(ref Cursor cursor, string name, Report report)
    {
        report.Push(name);
        if (node.IsNever)
        {
            report.Add(Wording.Unevaluated(name));
        }
        else
        {
            node.Explain(ref cursor, report);
        }

        report.Pop();
    }

    /// <summary>How many members there are, and how many of them no name settles.</summary>
    private int Count(ref Cursor cursor, int start, out int open)
    {
        open = 0;
        var count = 0;
        var more = cursor.Open(start, (byte)'}');
        for (; more && cursor.NextMember(out var raw, out var escaped); count++)
        {
            open += Look is null || !Look.Settles(raw, escaped) ? 1 : 0;
            more = cursor.SkipToNext((byte)'}');
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
        var more = cursor.Open(start, (byte)'}');
        for (var i = 0; more && cursor.NextMember(out _, out _); i++)
        {
            var valueAt = cursor.Position;
            if (!marks[i] && !node.CheckAgain(ref cursor, valueAt))
            {
                return false;
            }

            cursor.Position = valueAt;
            more = cursor.SkipToNext((byte)'}');
        }

        return true;
    }
}
