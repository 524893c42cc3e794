using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans.Unevaluated;

internal sealed class UnevaluatedElements(Node node) : UnevaluatedParts(node, (byte)'[', (byte)']')
{
    /// <summary>What the schema it stands in has looked at; null where that is nothing.</summary>
    public ElementLook? Look { get; set; }

    protected override int Count(ref Cursor cursor, int start, out bool areSettled)
    {
        var count = 0;
        for (var more = cursor.Open(start, (byte)']'); more; count++)
        {
            more = cursor.SkipToNext((byte)']');
        }

        cursor.Budget -= cursor.Position - start;
        areSettled = count <= (Look?.First ?? 0);
        return count;
    }

    protected override void MarkLooked(ref Cursor cursor, int start, scoped Marks marks) => Look?.Mark(ref cursor, start, marks);

    protected override ReadOnlySpan<byte> NextName(ref Cursor cursor)
    {
        cursor.Peek();
        return default;
    }

    protected override Complaint Enter(int index, ReadOnlySpan<byte> name, Report report)
    {
        report.Push(index);
        return Wording.UnevaluatedElement(index);
    }
}
