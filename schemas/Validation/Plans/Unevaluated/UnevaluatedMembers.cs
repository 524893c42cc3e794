using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans.Unevaluated;

internal sealed class UnevaluatedMembers(Node node) : UnevaluatedParts(node, (byte)'{', (byte)'}')
{
    /// <summary>What the schema it stands in has looked at; null where that is nothing.</summary>
    public MemberLook? Look { get; set; }

    protected override int Count(ref Cursor cursor, int start, out bool areSettled)
    {
        areSettled = true;
        var count = 0;
        var more = cursor.Open(start, (byte)'}');
        for (; more && cursor.NextMember(out var raw, out var escaped); count++)
        {
            areSettled = areSettled && Look is not null && Look.Settles(raw, escaped);
            more = cursor.SkipToNext((byte)'}');
        }

        cursor.Budget -= cursor.Position - start;
        return count;
    }

    protected override void MarkLooked(ref Cursor cursor, int start, scoped Marks marks) => Look?.Mark(ref cursor, start, marks);

    protected override ReadOnlySpan<byte> NextName(ref Cursor cursor)
    {
        cursor.NextMember(out var raw, out _);
        return raw;
    }

    protected override Complaint Enter(int index, ReadOnlySpan<byte> name, Report report)
    {
        var meant = StringText.Meaning(name);
        report.Push(meant);
        return Wording.Unevaluated(meant);
    }
}
