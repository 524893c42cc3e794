using CityOps.Schemas.Validation.Plans.InPlace;
using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans;

/// <summary>
/// What a schema asks of objects, in one pass over the members. A member is expected where the schema lists it; only a
/// member out of order costs a hash. Where members that in-place schemas look at were found is noted on the way.
/// </summary>
internal sealed class ObjectRules
{
    /// <summary>Names one schema may know in one object: the marks of what was seen live on the stack.</summary>
    public const int MostNames = 4096;

    // No well-formed text starts like this: a name that needs escapes is always looked up.
    private static readonly byte[] Unquotable = [0xFF];

    private readonly ObjectParts parts;
    private readonly NameTable names;
    private readonly byte[][] quoted;
    private readonly Node?[] nodes;
    private readonly int[] slotOf;
    private readonly ulong[] required;
    private readonly (int Trigger, int[] Needed)[] dependentRequired;
    private readonly bool judgesNames;
    private readonly Lens[] lenses;
    private readonly Lens[] rescans;
    private readonly int slotCount;

    /// <param name="parts">The rules as written.</param>
    /// <param name="watched">The names whose places the lenses want, by slot.</param>
    /// <param name="lenses">What in-place schemas ask, by noted places.</param>
    /// <param name="rescans">The same by reading again, for an object that names a member twice.</param>
    public ObjectRules(ObjectParts parts, IReadOnlyList<byte[]> watched, Lens[] lenses, Lens[] rescans)
    {
        this.parts = parts;
        (this.lenses, this.rescans, slotCount) = (lenses, rescans, watched.Count);
        var all = AllNames(parts, watched);
        names = new NameTable(all);
        quoted = [.. all.Select(Quote)];
        nodes = new Node?[all.Count];
        slotOf = new int[all.Count];
        Array.Fill(slotOf, -1);
        foreach (var (name, node) in parts.Properties)
        {
            nodes[names.Find(name)] = node;
        }

        for (var slot = 0; slot < watched.Count; slot++)
        {
            slotOf[names.Find(watched[slot])] = slot;
        }

        required = new ulong[(all.Count + 63) / 64];
        foreach (var index in parts.Required.Select(name => names.Find(name)))
        {
            required[index / 64] |= 1UL << index;
        }

        dependentRequired = [.. parts.DependentRequired.Select(d => (names.Find(d.Trigger), d.Needed.Select(n => names.Find(n)).ToArray()))];
        judgesNames = parts.Patterns.Count > 0 || parts.PropertyNames is not null;
    }

    public bool KnowsTooManyNames => names.Count > MostNames;

    /// <summary>Reads an object, with the position on its brace.</summary>
    public bool Check(ref Cursor cursor)
    {
        var start = cursor.Position;
        if (!cursor.Enter())
        {
            return false;
        }

        Span<ulong> seen = required.Length <= 2 ? stackalloc ulong[2] : stackalloc ulong[required.Length];
        Span<int> slots = slotCount <= 4 ? stackalloc int[4] : stackalloc int[slotCount];
        int count = 0, guess = 0;
        var twice = false;
        var more = cursor.Peek() != (byte)'}';
        cursor.Position += more ? 0 : 1;
        for (; more; count++)
        {
            cursor.Peek();
            var nameAt = cursor.Position;
            var index = ReadName(ref cursor, guess);
            if (index >= 0)
            {
                guess = index + 1;
                twice |= Mark(seen, index);
                if (slotOf[index] >= 0)
                {
                    slots[slotOf[index]] = cursor.Position;
                }
            }
            else if (index == Malformed)
            {
                return false;
            }

            if (!CheckMember(ref cursor, nameAt, index) || !cursor.Continue((byte)'}', out more))
            {
                return false;
            }
        }

        cursor.Leave();
        return count >= parts.MinProperties && count <= parts.MaxProperties && HasRequired(seen)
            && (lenses.Length == 0 || CheckWhole(ref cursor, new SeenMembers(start, slots), twice ? rescans : lenses));
    }

    /// <summary>Reads a well-formed object, with the position on its brace; in-place schemas are not run.</summary>
    public void Explain(ref Cursor cursor, Report report) =>
        new ObjectExplainer(parts, names, nodes).Explain(ref cursor, report);

    private const int Unknown = -1;
    private const int Malformed = -2;

    /// <summary>Reads a name and its colon; the position is on the value afterwards.</summary>
    private int ReadName(ref Cursor cursor, int guess)
    {
        var rest = cursor.Text[cursor.Position..];
        for (var i = guess; i < guess + 2 && i < quoted.Length; i++)
        {
            if (rest.StartsWith(quoted[i]))
            {
                cursor.Position += quoted[i].Length;
                cursor.Peek();
                return i;
            }
        }

        if (!cursor.ReadName(out var raw, out var escaped))
        {
            return Malformed;
        }

        if (!escaped)
        {
            return names.Find(raw);
        }

        var meant = StringText.Rent(raw, out var length);
        var index = names.Find(meant.AsSpan(0, length));
        StringText.Return(meant);
        return index;
    }

    private bool CheckMember(ref Cursor cursor, int nameAt, int index)
    {
        var node = index >= 0 ? nodes[index] : null;
        if (judgesNames)
        {
            return CheckByName(ref cursor, nameAt, node);
        }

        node ??= parts.Additional;
        return node is null ? cursor.Skip() : node.Check(ref cursor);
    }

    /// <summary>A member whose name is judged itself, or whose schemas are found by patterns.</summary>
    private bool CheckByName(ref Cursor cursor, int nameAt, Node? node)
    {
        var valueAt = cursor.Position;
        if (parts.PropertyNames is not null && !parts.PropertyNames.CheckAgain(ref cursor, nameAt))
        {
            return false;
        }

        cursor.Position = nameAt;
        cursor.ReadString(out var raw, out var escaped);
        var rented = escaped ? StringText.Rent(raw, out _) : null;
        var name = rented is null ? raw : rented.AsSpan(0, StringText.Unescape(raw, rented));
        var fits = CheckByPatterns(ref cursor, name, valueAt, node);
        if (rented is not null)
        {
            StringText.Return(rented);
        }

        return fits;
    }

    private bool CheckByPatterns(ref Cursor cursor, ReadOnlySpan<byte> name, int valueAt, Node? node)
    {
        var known = node is not null;
        if (known && !node!.CheckAgain(ref cursor, valueAt))
        {
            return false;
        }

        foreach (var (pattern, forPattern) in parts.Patterns)
        {
            if (pattern.IsMatch(name))
            {
                known = true;
                if (!forPattern.CheckAgain(ref cursor, valueAt))
                {
                    return false;
                }
            }
        }

        if (known)
        {
            return true;
        }

        cursor.Position = valueAt;
        return parts.Additional is null ? cursor.Skip() : parts.Additional.Check(ref cursor);
    }

    private bool HasRequired(ReadOnlySpan<ulong> seen)
    {
        for (var i = 0; i < required.Length; i++)
        {
            if ((seen[i] & required[i]) != required[i])
            {
                return false;
            }
        }

        foreach (var (trigger, needed) in dependentRequired)
        {
            if (IsMarked(seen, trigger))
            {
                foreach (var index in needed)
                {
                    if (!IsMarked(seen, index))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    private static bool CheckWhole(ref Cursor cursor, scoped SeenMembers seen, Lens[] lenses)
    {
        var end = cursor.Position;
        foreach (var lens in lenses)
        {
            if (!lens.Check(ref cursor, seen))
            {
                return false;
            }
        }

        cursor.Position = end;
        return true;
    }

    /// <summary>True where it was marked before.</summary>
    private static bool Mark(Span<ulong> seen, int index)
    {
        ref var word = ref seen[index / 64];
        var before = word;
        word |= 1UL << index;
        return word == before;
    }

    private static bool IsMarked(ReadOnlySpan<ulong> seen, int index) => (seen[index / 64] & (1UL << index)) != 0;

    private static List<byte[]> AllNames(ObjectParts parts, IReadOnlyList<byte[]> watched)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var all = parts.Properties.Select(p => p.Name)
            .Concat(parts.Required)
            .Concat(parts.DependentRequired.SelectMany(d => d.Needed.Prepend(d.Trigger)))
            .Concat(watched);
        return [.. all.Where(name => known.Add(Convert.ToHexString(name)))];
    }

    private static byte[] Quote(byte[] name) =>
        name.AsSpan().ContainsAny((byte)'"', (byte)'\\') || name.AsSpan().ContainsAnyInRange((byte)0, (byte)0x1F)
            ? Unquotable
            : [(byte)'"', .. name, (byte)'"', (byte)':'];
}
