using System.Text;
using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans;

/// <summary>The slow twin of <see cref="ObjectRules"/>: every fault of one well-formed object.</summary>
internal sealed class ObjectExplainer(ObjectParts parts, NameTable names, Node?[] nodes)
{
    public void Explain(ref Cursor cursor, Report report)
    {
        var start = cursor.Position;
        var seen = new HashSet<int>();
        var count = 0;
        cursor.Position++;
        var more = cursor.Peek() != (byte)'}';
        cursor.Position += more ? 0 : 1;
        for (; more && !report.IsFull; count++)
        {
            cursor.Peek();
            var nameAt = cursor.Position;
            cursor.ReadName(out var raw, out var escaped);
            var index = names.Find(escaped ? Encoding.UTF8.GetBytes(StringText.Meaning(raw)) : raw);
            seen.Add(index);
            if (!report.MaySkipWhatFits || !Fits(ref cursor, index))
            {
                ExplainMember(ref cursor, nameAt, StringText.Meaning(raw), index, report);
            }

            cursor.Continue((byte)'}', out more);
        }

        if (more)
        {
            return;
        }

        var end = cursor.Position;
        ExplainCount(count, report);
        ExplainMissing(seen, report);
        foreach (var (trigger, node) in parts.DependentSchemas)
        {
            if (Has(seen, trigger))
            {
                cursor.Position = start;
                node.Explain(ref cursor, report);
            }
        }

        cursor.Position = end;
    }

    private bool Has(HashSet<int> seen, byte[] name) => seen.Contains(names.Find(name));

    /// <summary>Whether one quick look says that all is well, with the position behind the value then; else it is left on it.</summary>
    private bool Fits(ref Cursor cursor, int index)
    {
        var valueAt = cursor.Position;
        if (parts.Patterns.Count == 0 && parts.PropertyNames is null)
        {
            var node = (index >= 0 ? nodes[index] : null) ?? parts.Additional;
            if (node is null ? cursor.Skip() : node.CheckAgain(ref cursor, valueAt))
            {
                return true;
            }
        }

        cursor.Position = valueAt;
        return false;
    }

    private void ExplainMember(ref Cursor cursor, int nameAt, string name, int index, Report report)
    {
        report.Push(name);
        ExplainName(ref cursor, nameAt, name, report);
        ExplainValue(ref cursor, name, index, report);
        report.Pop();
    }

    private void ExplainName(ref Cursor cursor, int nameAt, string name, Report report)
    {
        var valueAt = cursor.Position;
        if (parts.PropertyNames is not null && !parts.PropertyNames.CheckAgain(ref cursor, nameAt))
        {
            report.Add(Wording.Name(name));
        }

        cursor.Position = valueAt;
    }

    private void ExplainValue(ref Cursor cursor, string name, int index, Report report)
    {
        var valueAt = cursor.Position;
        var named = index >= 0 ? nodes[index] : null;
        named?.Explain(ref cursor, report);
        var known = named is not null;
        foreach (var node in NodesByPattern(name))
        {
            known = true;
            cursor.Position = valueAt;
            node.Explain(ref cursor, report);
        }

        cursor.Position = valueAt;
        if (!known && parts.Additional is { IsNever: true })
        {
            report.Add(Wording.Additional(name));
        }
        else if (!known && parts.Additional is not null)
        {
            parts.Additional.Explain(ref cursor, report);
        }

        cursor.Position = valueAt;
        cursor.Skip();
    }

    private IEnumerable<Node> NodesByPattern(string name)
    {
        if (parts.Patterns.Count == 0)
        {
            return [];
        }

        var utf8 = Encoding.UTF8.GetBytes(name);
        return parts.Patterns.Where(p => p.Pattern.IsMatch(utf8)).Select(p => p.Node);
    }

    private void ExplainCount(int count, Report report)
    {
        if (count < parts.MinProperties)
        {
            report.Add(Wording.Count("minProperties", "至少应有", "needs at least", parts.MinProperties, count));
        }

        if (count > parts.MaxProperties)
        {
            report.Add(Wording.Count("maxProperties", "至多可有", "takes at most", parts.MaxProperties, count));
        }
    }

    private void ExplainMissing(HashSet<int> seen, Report report)
    {
        foreach (var name in parts.Required.Where(name => !Has(seen, name)))
        {
            AddMissing(report, Encoding.UTF8.GetString(name), Wording.Missing);
        }

        foreach (var (trigger, needed) in parts.DependentRequired.Where(d => Has(seen, d.Trigger)))
        {
            foreach (var name in needed.Where(name => !Has(seen, name)))
            {
                AddMissing(report, Encoding.UTF8.GetString(name), missing => Wording.MissingBeside(missing, Encoding.UTF8.GetString(trigger)));
            }
        }
    }

    private static void AddMissing(Report report, string name, Func<string, Complaint> wording)
    {
        report.Push(name);
        report.Add(wording(name));
        report.Pop();
    }
}
