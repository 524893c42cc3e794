using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans;

/// <summary>What a schema asks of arrays.</summary>
internal sealed class ArrayRules
{
    public Node[] Prefix { get; set; } = [];

    /// <summary>For the elements behind the prefix.</summary>
    public Node? Items { get; set; }

    public Node? Contains { get; set; }

    public int MinContains { get; set; } = 1;

    public int MaxContains { get; set; } = int.MaxValue;

    public int MinItems { get; set; }

    public int MaxItems { get; set; } = int.MaxValue;

    public bool Unique { get; set; }

    /// <summary>Reads an array, with the position on its bracket.</summary>
    public bool Check(ref Cursor cursor)
    {
        var start = cursor.Position;
        if (!cursor.Enter())
        {
            return false;
        }

        int count = 0, contained = 0;
        var more = cursor.Peek() != (byte)']';
        cursor.Position += more ? 0 : 1;
        for (; more; count++)
        {
            if (count == MaxItems || !CheckElement(ref cursor, count, ref contained) || !cursor.Continue((byte)']', out more))
            {
                return false;
            }
        }

        cursor.Leave();
        return count >= MinItems
            && (Contains is null || (contained >= MinContains && contained <= MaxContains))
            && (!Unique || count < 2 || !Duplicates.Find(ref cursor, start, count, out _, out _));
    }

    /// <summary>Reads a well-formed array, with the position on its bracket.</summary>
    public void Explain(ref Cursor cursor, Report report)
    {
        var start = cursor.Position;
        var count = 0;
        cursor.Position++;
        var contained = 0;
        var more = cursor.Peek() != (byte)']';
        cursor.Position += more ? 0 : 1;
        for (; more && !report.IsFull; count++)
        {
            cursor.Peek();
            var element = cursor.Position;
            contained += Contains is not null && Contains.CheckAgain(ref cursor, element) ? 1 : 0;
            cursor.Position = element;
            ExplainElement(ref cursor, count, report);
            cursor.Continue((byte)']', out more);
        }

        if (!more)
        {
            ExplainWhole(ref cursor, start, (count, contained), report);
        }
    }

    private Node? NodeFor(int index) => index < Prefix.Length ? Prefix[index] : Items;

    private bool CheckElement(ref Cursor cursor, int index, ref int contained)
    {
        cursor.Peek();
        var element = cursor.Position;
        var node = NodeFor(index);
        if (node is null ? !cursor.Skip() : !node.Check(ref cursor))
        {
            return false;
        }

        if (Contains is not null)
        {
            var end = cursor.Position;
            contained += Contains.CheckAgain(ref cursor, element) ? 1 : 0;
            cursor.Position = end;
        }

        return true;
    }

    private void ExplainElement(ref Cursor cursor, int index, Report report)
    {
        var node = NodeFor(index);
        var element = cursor.Position;
        if (node is null)
        {
            cursor.Skip();
        }
        else if (!report.MaySkipWhatFits || !node.CheckAgain(ref cursor, element))
        {
            cursor.Position = element;
            report.Push(index);
            node.Explain(ref cursor, report);
            report.Pop();
        }
    }

    private void ExplainWhole(ref Cursor cursor, int start, (int Count, int Contained) seen, Report report)
    {
        if (seen.Count < MinItems)
        {
            report.Add(Wording.Count("minItems", "至少应有", "needs at least", MinItems, seen.Count));
        }

        if (seen.Count > MaxItems)
        {
            report.Add(Wording.Count("maxItems", "至多可有", "takes at most", MaxItems, seen.Count));
        }

        if (Contains is not null && seen.Contained < MinContains)
        {
            var keyword = MinContains == 1 ? "contains" : "minContains";
            report.Add(Wording.Count(keyword, "符合 contains 的元素至少应有", "elements that fit contains: needs at least", MinContains, seen.Contained));
        }

        if (Contains is not null && seen.Contained > MaxContains)
        {
            report.Add(Wording.Count("maxContains", "符合 contains 的元素至多可有", "elements that fit contains: takes at most", MaxContains, seen.Contained));
        }

        if (Unique && seen.Count > 1 && Duplicates.Find(ref cursor, start, seen.Count, out var first, out var second))
        {
            report.Add(Wording.Duplicate(first, second));
        }
    }
}
