using System.Buffers;
using System.Runtime.CompilerServices;

namespace CityOps.Schemas.Validation.Text;

/// <summary>
/// A forward reader over one JSON text. Every reading method leaves the position behind what it read and answers false
/// where the text is no JSON; nothing throws and nothing allocates. Going back is setting <see cref="Position"/>.
/// </summary>
internal ref struct Cursor(ReadOnlySpan<byte> text)
{
    /// <summary>Containers inside one another; records may have 32, the rest is room for texts that are no records.</summary>
    public const int MaxDepth = 128;

    private static readonly SearchValues<byte> StringStops =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    public readonly ReadOnlySpan<byte> Text = text;

    public int Position;

    /// <summary>Bytes that may still be read a second time; a schema that multiplies with itself runs out of them.</summary>
    public long Budget = 16 << 20;

    private int depth;

    /// <summary>The next byte that is no white space, with the position on it; 0 at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Peek()
    {
        if ((uint)Position < (uint)Text.Length && Text[Position] is > 0x20 and var next)
        {
            return next;
        }

        return PeekBehindSpace();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Take(byte expected)
    {
        if (Peek() != expected)
        {
            return false;
        }

        Position++;
        return true;
    }

    /// <summary>Nothing but white space is left.</summary>
    public bool AtEnd() => Peek() == 0 && Position == Text.Length;

    /// <summary>Steps into a container, unless it is too deep or the stack is short.</summary>
    public bool Enter()
    {
        Position++;
        return ++depth <= MaxDepth && RuntimeHelpers.TryEnsureSufficientExecutionStack();
    }

    public void Leave() => depth--;

    /// <summary>For a second look from the start of the same value.</summary>
    public readonly int Depth => depth;

    public void Return(int position, int toDepth) => (Position, depth) = (position, toDepth);

    /// <summary>Reads a string; <paramref name="raw"/> is what stands between the quotes.</summary>
    public bool ReadString(out ReadOnlySpan<byte> raw, out bool escaped)
    {
        var from = Position + 1;
        var rest = Text[from..];
        var stop = rest.IndexOfAny(StringStops);
        if (stop >= 0 && rest[stop] == (byte)'"')
        {
            raw = rest[..stop];
            escaped = false;
            Position = from + stop + 1;
            return true;
        }

        return ReadEscaped(rest, stop, out raw, out escaped);
    }

    /// <summary>Reads a number; <paramref name="plain"/> says that it has neither fraction nor exponent.</summary>
    public bool ReadNumber(out ReadOnlySpan<byte> token, out bool plain)
    {
        var length = NumberText.Measure(Text[Position..], out plain);
        token = Text.Slice(Position, length);
        Position += length;
        return length > 0;
    }

    public bool ReadWord(ReadOnlySpan<byte> word)
    {
        if (!Text[Position..].StartsWith(word))
        {
            return false;
        }

        Position += word.Length;
        return true;
    }

    /// <summary>Reads over one whole value.</summary>
    public bool Skip()
    {
        switch (Peek())
        {
            case (byte)'"':
                return ReadString(out _, out _);
            case (byte)'{':
                return SkipObject();
            case (byte)'[':
                return SkipArray();
            case (byte)'t':
                return ReadWord("true"u8);
            case (byte)'f':
                return ReadWord("false"u8);
            case (byte)'n':
                return ReadWord("null"u8);
            default:
                return ReadNumber(out _, out _);
        }
    }

    /// <summary>After a member or element: true with <paramref name="more"/>, or true without where the container ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Continue(byte close, out bool more)
    {
        var next = Peek();
        Position++;
        more = next == (byte)',';
        return more || next == close;
    }

    /// <summary>For another walk through a container that was read before: whether it holds anything, with the position on its first part.</summary>
    public bool Open(int start, byte close)
    {
        Position = start + 1;
        return Peek() != close;
    }

    /// <summary>In such a walk, the next name; where the text is not what it was read as, the budget is gone.</summary>
    public bool NextMember(out ReadOnlySpan<byte> raw, out bool escaped) => ReadName(out raw, out escaped) || Fail();

    /// <summary>In such a walk, over the value at hand to the next part, if there is one.</summary>
    public bool SkipToNext(byte close) => Skip() && Continue(close, out var more) ? more : Fail();

    /// <summary>The name of a member and its colon; the position is on the value afterwards.</summary>
    public bool ReadName(out ReadOnlySpan<byte> raw, out bool escaped)
    {
        raw = default;
        escaped = false;
        if (Peek() != (byte)'"' || !ReadString(out raw, out escaped) || !Take((byte)':'))
        {
            return false;
        }

        Peek();
        return true;
    }

    private bool Fail()
    {
        Budget = -1;
        return false;
    }

    private bool SkipObject()
    {
        if (!Enter())
        {
            return false;
        }

        var more = true;
        if (Peek() == (byte)'}')
        {
            Position++;
            more = false;
        }

        while (more)
        {
            if (!ReadName(out _, out _) || !Skip() || !Continue((byte)'}', out more))
            {
                return false;
            }
        }

        Leave();
        return true;
    }

    private bool SkipArray()
    {
        if (!Enter())
        {
            return false;
        }

        var more = true;
        if (Peek() == (byte)']')
        {
            Position++;
            more = false;
        }

        while (more)
        {
            if (!Skip() || !Continue((byte)']', out more))
            {
                return false;
            }
        }

        Leave();
        return true;
    }

    private byte PeekBehindSpace()
    {
        while (Position < Text.Length)
        {
            var next = Text[Position];
            if (next is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                return next;
            }

            Position++;
        }

        return 0;
    }

    private bool ReadEscaped(ReadOnlySpan<byte> rest, int stop, out ReadOnlySpan<byte> raw, out bool escaped)
    {
        raw = default;
        escaped = true;
        var at = stop;
        while (stop >= 0)
        {
            if (rest[at] == (byte)'"')
            {
                raw = rest[..at];
                Position += at + 2;
                return true;
            }

            var length = StringText.MeasureEscape(rest[at..]);
            if (length == 0)
            {
                return false;
            }

            at += length;
            stop = rest[at..].IndexOfAny(StringStops);
            at += stop;
        }

        return false;
    }
}
