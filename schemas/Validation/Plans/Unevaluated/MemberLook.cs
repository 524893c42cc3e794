using CityOps.Schemas.Validation.Patterns;
using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans.Unevaluated;

/// <summary>Members looked at by name, by pattern or all of them; then what depends on the value.</summary>
internal sealed class MemberLook(NameTable names, TextPattern[] patterns, bool all, Look[] further) : Look
{
    /// <summary>Whether the name alone settles it.</summary>
    public bool Settles(ReadOnlySpan<byte> raw, bool escaped)
    {
        if (all || !escaped)
        {
            return all || Knows(raw);
        }

        var meant = StringText.Rent(raw, out var length);
        var knows = Knows(meant.AsSpan(0, length));
        StringText.Return(meant);
        return knows;
    }

    public override void Mark(ref Cursor cursor, int start, scoped Marks marks)
    {
        if (all)
        {
            marks.AddFirst(marks.Count);
            return;
        }

        if (names.Count > 0 || patterns.Length > 0)
        {
            MarkNames(ref cursor, start, marks);
        }

        for (var i = 0; i < further.Length && !marks.AreAll; i++)
        {
            further[i].Mark(ref cursor, start, marks);
        }
    }

    private void MarkNames(ref Cursor cursor, int start, scoped Marks marks)
    {
        var more = cursor.Open(start, (byte)'}');
        for (var i = 0; more; i++)
        {
            if (!cursor.NextMember(out var raw, out var escaped))
            {
                return;
            }

            if (!marks[i] && Settles(raw, escaped))
            {
                marks.Add(i);
            }

            more = cursor.SkipToNext((byte)'}');
        }

        cursor.Budget -= cursor.Position - start;
    }

    private bool Knows(ReadOnlySpan<byte> meant)
    {
        if (names.Find(meant) >= 0)
        {
            return true;
        }

        foreach (var pattern in patterns)
        {
            if (pattern.IsMatch(meant))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary><c>dependentSchemas</c>: looks where the member is there.</summary>
internal sealed class PresenceLook(byte[] trigger, Look look) : Look
{
    private readonly MemberLook only = new(new NameTable([trigger]), [], all: false, []);

    public override void Mark(ref Cursor cursor, int start, scoped Marks marks)
    {
        if (IsThere(ref cursor, start))
        {
            look.Mark(ref cursor, start, marks);
        }
    }

    private bool IsThere(ref Cursor cursor, int start)
    {
        var more = cursor.Open(start, (byte)'}');
        while (more && cursor.NextMember(out var raw, out var escaped))
        {
            if (only.Settles(raw, escaped))
            {
                return true;
            }

            more = cursor.SkipToNext((byte)'}');
        }

        cursor.Budget -= cursor.Position - start;
        return false;
    }
}
