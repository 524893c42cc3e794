using System.Runtime.CompilerServices;
using CityOps.Schemas.Validation.Plans.InPlace;
using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans;

/// <summary>
/// One compiled schema: what it asks of a value of each kind, and what it asks of any value. Filled by the compiler,
/// never changed afterwards. <see cref="Check"/> answers and stops at the first fault; <see cref="Explain"/> goes on.
/// </summary>
internal sealed class Node
{
    // What a look costs beside the bytes it reads, in bytes of budget.
    private const int CostOfLook = 64;
    private const int CostOfExplaining = 512;

    public Kinds Types { get; set; } = Kinds.All;

    /// <summary>The schema is the word <c>false</c>.</summary>
    public bool IsNever { get; set; }

    public ValueSet? Among { get; set; }

    public StringRules? Strings { get; set; }

    public NumberRules? Numbers { get; set; }

    /// <summary>What the schema itself says of objects; <see cref="Objects"/> is made of it, with what its in-place schemas say.</summary>
    public ObjectParts? Parts { get; set; }

    public ObjectRules? Objects { get; set; }

    public ArrayRules? Arrays { get; set; }

    /// <summary>Only this one is asked: the schema adds nothing of its own to a verdict.</summary>
    public Node? Alias { get; set; }

    /// <summary>What fits here is personal or otherwise sensitive: messages do not show it.</summary>
    public bool IsSensitive { get; set; }

    /// <summary>Schemas for this same value. For objects <see cref="ObjectRules"/> runs them through their lenses.</summary>
    public Applicator[] InPlace { get; set; } = [];

    /// <summary>Reads one value; false where it does not fit or is no JSON.</summary>
    public bool Check(ref Cursor cursor)
    {
        if (Alias is not null)
        {
            return Alias.Check(ref cursor);
        }

        var first = cursor.Peek();
        var start = cursor.Position;
        bool fits;
        switch (first)
        {
            case (byte)'"':
                return CheckString(ref cursor, start);
            case (byte)'{':
                fits = (Types & Kinds.Object) != 0 && (Objects is null ? cursor.Skip() : Objects.Check(ref cursor));
                return fits && (Among is null || IsAmong(ref cursor, start));
            case (byte)'[':
                fits = (Types & Kinds.Array) != 0 && (Arrays is null ? cursor.Skip() : Arrays.Check(ref cursor));
                break;
            case (byte)'t':
                fits = (Types & Kinds.Boolean) != 0 && cursor.ReadWord("true"u8);
                break;
            case (byte)'f':
                fits = (Types & Kinds.Boolean) != 0 && cursor.ReadWord("false"u8);
                break;
            case (byte)'n':
                fits = (Types & Kinds.Null) != 0 && cursor.ReadWord("null"u8);
                break;
            default:
                fits = CheckNumber(ref cursor);
                break;
        }

        return fits && (Among is null || IsAmong(ref cursor, start)) && (InPlace.Length == 0 || CheckInPlace(ref cursor, start));
    }

    /// <summary>Looks at a value that was or will be read anyway; leaves the depth as it was, but not the position.</summary>
    public bool CheckAgain(ref Cursor cursor, int start)
    {
        if (cursor.Budget < 0 || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            cursor.Budget = -1;
            return false;
        }

        var depth = cursor.Depth;
        cursor.Position = start;
        var fits = Check(ref cursor);
        cursor.Budget -= cursor.Position - start + CostOfLook;
        cursor.Return(cursor.Position, depth);
        return fits;
    }

    /// <summary>Reads one well-formed value to its end and reports every fault.</summary>
    public void Explain(ref Cursor cursor, Report report)
    {
        cursor.Peek();
        var start = cursor.Position;
        cursor.Skip();
        var end = cursor.Position;
        var value = cursor.Text[start..end];
        cursor.Budget -= value.Length + CostOfExplaining;
        if (report.IsFull || cursor.Budget < 0 || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return;
        }

        if (IsSensitive)
        {
            report.Conceal();
        }

        if ((KindOf(value) & Types) == 0)
        {
            report.Add(IsNever ? Wording.Never(value) : Wording.Type(Types, value));
            return;
        }

        if (Among is not null && !Among.Contains(value, ref cursor.Budget))
        {
            report.Add(Wording.NotAmong(Among, value));
        }

        cursor.Position = start;
        ExplainByKind(ref cursor, value, report);
        foreach (var applicator in InPlace)
        {
            applicator.Explain(ref cursor, start, report);
        }

        cursor.Position = end;
    }

    public static Kinds KindOf(ReadOnlySpan<byte> value) => value[0] switch
    {
        (byte)'"' => Kinds.String,
        (byte)'{' => Kinds.Object,
        (byte)'[' => Kinds.Array,
        (byte)'t' or (byte)'f' => Kinds.Boolean,
        (byte)'n' => Kinds.Null,
        _ => new ExactNumber(value).IsWhole ? Kinds.Whole : Kinds.Fraction,
    };

    private bool CheckString(ref Cursor cursor, int start)
    {
        if ((Types & Kinds.String) == 0 || !cursor.ReadString(out var raw, out var escaped))
        {
            return false;
        }

        return (Strings is null || Strings.Check(raw, escaped))
            && (Among is null || (escaped ? IsAmong(ref cursor, start) : Among.ContainsString(raw)))
            && (InPlace.Length == 0 || CheckInPlace(ref cursor, start));
    }

    private bool CheckNumber(ref Cursor cursor)
    {
        if ((Types & Kinds.Number) == 0 || !cursor.ReadNumber(out var token, out var plain))
        {
            return false;
        }

        if ((Types & Kinds.Number) != Kinds.Number && !plain)
        {
            var kind = new ExactNumber(token).IsWhole ? Kinds.Whole : Kinds.Fraction;
            if ((Types & kind) == 0)
            {
                return false;
            }
        }

        return Numbers is null || Numbers.Check(token, plain);
    }

    private bool IsAmong(ref Cursor cursor, int start) =>
        Among!.Contains(cursor.Text[start..cursor.Position], ref cursor.Budget);

    private bool CheckInPlace(ref Cursor cursor, int start)
    {
        var end = cursor.Position;
        foreach (var applicator in InPlace)
        {
            if (!applicator.Check(ref cursor, start))
            {
                return false;
            }
        }

        cursor.Position = end;
        return true;
    }

    private void ExplainByKind(ref Cursor cursor, ReadOnlySpan<byte> value, Report report)
    {
        switch (value[0])
        {
            case (byte)'"':
                Strings?.Explain(value, report);
                break;
            case (byte)'{':
                Objects?.Explain(ref cursor, report);
                break;
            case (byte)'[':
                Arrays?.Explain(ref cursor, report);
                break;
            case (byte)'t' or (byte)'f' or (byte)'n':
                break;
            default:
                Numbers?.Explain(value, report);
                break;
        }
    }
}
