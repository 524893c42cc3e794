using System.Buffers;

namespace CityOps.Schemas.Records;

/// <summary>
/// One pass over one text. What is kept is copied in runs: a run ends only where white space is left out, so a text that
/// is compact already is copied once, as a whole. Expects valid UTF-8 and room for the whole text in the target.
/// </summary>
internal ref struct RecordScan(ReadOnlySpan<byte> json, Span<byte> target, RecordLimits limits, Span<int> open, NameTable names)
{
    // Only these interrupt a string: its end, an escape, and the control characters that may not stand in it.
    private static readonly SearchValues<byte> StringStops =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(code => (byte)code)]);

    private readonly ReadOnlySpan<byte> json = json;
    private readonly Span<byte> target = target;
    private readonly RecordLimits limits = limits;
    private readonly Span<int> open = open; // where each open container starts; an array's start is complemented
    private NameTable names = names;
    private int depth;
    private int at;
    private int runStart;
    private bool escaped; // whether the string last read has an escape

    public readonly int Offset => at;

    public int Written { get; private set; }

    private readonly bool InObject => open[depth - 1] >= 0;

    public RecordFault Run()
    {
        while (true)
        {
            var fault = Value(out var opened);
            if (fault == RecordFault.None && !opened)
            {
                fault = AfterValue(out var done);
                if (done)
                {
                    return fault;
                }
            }

            if (fault != RecordFault.None)
            {
                return fault;
            }
        }
    }

    public readonly void Release() => names.Release();

    // Closes what ends here, then stands before the next value, or is done.
    private RecordFault AfterValue(out bool done)
    {
        done = false;
        while (depth > 0)
        {
            switch (Peek())
            {
                case (byte)',':
                    at++;
                    return InObject ? Name() : RecordFault.None;
                case (byte)'}' when InObject:
                case (byte)']' when !InObject:
                    at++;
                    depth--;
                    continue;
                default:
                    return RecordFault.Malformed;
            }
        }

        done = true;
        Peek();
        if (at < json.Length)
        {
            return RecordFault.Malformed;
        }

        Keep(at);
        return RecordFault.None;
    }

    private RecordFault Value(out bool opened)
    {
        opened = false;
        switch (Peek())
        {
            case (byte)'"':
                return String();
            case (byte)'{':
                return Open(at, (byte)'}', out opened);
            case (byte)'[':
                return Open(~at, (byte)']', out opened);
            case (byte)'t':
                return Word("true"u8);
            case (byte)'f':
                return Word("false"u8);
            case (byte)'n':
                return Word("null"u8);
            default:
                return Number();
        }
    }

    private RecordFault Open(int mark, byte close, out bool opened)
    {
        opened = false;
        if (depth == open.Length)
        {
            return RecordFault.Depth;
        }

        open[depth++] = mark;
        at++;
        if (Peek() == close)
        {
            at++;
            depth--;
            return RecordFault.None;
        }

        opened = true;
        return mark >= 0 ? Name() : RecordFault.None;
    }

    private RecordFault Name()
    {
        if (Peek() != '"')
        {
            return RecordFault.Malformed;
        }

        var start = at;
        if (String() is not RecordFault.None and var fault)
        {
            return fault;
        }

        var name = json[(start + 1)..(at - 1)];
        if (!(escaped ? AddEscaped(name) : names.Add(open[depth - 1], name)))
        {
            at = start;
            return RecordFault.Duplicate;
        }

        if (Peek() != ':')
        {
            return RecordFault.Malformed;
        }

        at++;
        return RecordFault.None;
    }

    private bool AddEscaped(ReadOnlySpan<byte> name)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(name.Length);
        var isNew = names.Add(open[depth - 1], buffer.AsSpan(0, JsonEscapes.Resolve(name, buffer)));
        ArrayPool<byte>.Shared.Return(buffer);
        return isNew;
    }

    private RecordFault String()
    {
        escaped = false;
        at++;
        while (true)
        {
            var stop = json[at..].IndexOfAny(StringStops);
            if (stop < 0)
            {
                at = json.Length;
                return RecordFault.Malformed;
            }

            at += stop;
            switch (json[at])
            {
                case (byte)'"':
                    at++;
                    return RecordFault.None;
                case (byte)'\\':
                    escaped = true;
                    if (Escape() is not RecordFault.None and var fault)
                    {
                        return fault;
                    }

                    break;
                default:
                    return RecordFault.Malformed;
            }
        }
    }

    private RecordFault Escape()
    {
        var rest = json[at..];
        if (rest.Length < 2)
        {
            return RecordFault.Malformed;
        }

        if (rest[1] != 'u')
        {
            at += 2;
            return "\"\\/bfnrt"u8.Contains(rest[1]) ? RecordFault.None : Back(2, RecordFault.Malformed);
        }

        if (!JsonEscapes.TryReadUnit(rest, out var unit))
        {
            return RecordFault.Malformed;
        }

        if (!char.IsSurrogate(unit))
        {
            at += 6;
            return RecordFault.None;
        }

        var isPair = char.IsHighSurrogate(unit) && JsonEscapes.TryReadUnit(rest[6..], out var low) && char.IsLowSurrogate(low);
        at += isPair ? 12 : 0;
        return isPair ? RecordFault.None : RecordFault.Surrogate;
    }

    private RecordFault Back(int steps, RecordFault fault)
    {
        at -= steps;
        return fault;
    }

    private RecordFault Word(ReadOnlySpan<byte> word)
    {
        if (!json[at..].StartsWith(word))
        {
            return RecordFault.Malformed;
        }

        at += word.Length;
        return RecordFault.None;
    }

    private RecordFault Number()
    {
        var (fault, length) = NumberText.Read(json[at..], limits);
        at += fault == RecordFault.None ? length : 0;
        return fault;
    }

    // The next byte that is not white space, 0 at the end.
    private byte Peek()
    {
        if (at < json.Length && json[at] > ' ')
        {
            return json[at];
        }

        return PeekBeyondSpace();
    }

    private byte PeekBeyondSpace()
    {
        var end = at;
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        if (at > end)
        {
            Keep(end);
            runStart = at;
        }

        return at < json.Length ? json[at] : (byte)0;
    }

    private void Keep(int end)
    {
        var run = json[runStart..end];
        run.CopyTo(target[Written..]);
        Written += run.Length;
        runStart = end;
    }
}
