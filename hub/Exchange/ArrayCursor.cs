namespace CityOps.Hub.Exchange;

/// <summary>
/// Walks the elements of one JSON array without building it. It finds only where elements begin and end; whether an
/// element is sound is for whoever reads it.
/// </summary>
internal struct ArrayCursor(ReadOnlyMemory<byte> text)
{
    private enum Stage
    {
        Start,
        First,
        Next,
        Done,
        Broken,
    }

    private Stage stage = Stage.Start;

    /// <summary>Byte offset the walk has come to.</summary>
    public int At { get; private set; }

    /// <summary>True once the closing bracket was met with nothing but white space behind it.</summary>
    public readonly bool Whole => stage == Stage.Done;

    public bool TryNext(out ReadOnlyMemory<byte> element)
    {
        element = default;
        var span = text.Span;
        if (stage == Stage.Start)
        {
            stage = Take(span, (byte)'[') ? Stage.First : Stage.Broken;
        }

        if (stage is Stage.Done or Stage.Broken)
        {
            return false;
        }

        if (Take(span, (byte)']'))
        {
            Skip(span);
            stage = At == span.Length ? Stage.Done : Stage.Broken;
            return false;
        }

        if (stage == Stage.Next && !Take(span, (byte)','))
        {
            stage = Stage.Broken;
            return false;
        }

        Skip(span);
        var start = At;
        At = EndOf(span, start);
        stage = At > start ? Stage.Next : Stage.Broken;
        element = text[start..At];
        return stage == Stage.Next;
    }

    private bool Take(ReadOnlySpan<byte> span, byte wanted)
    {
        Skip(span);
        if (At < span.Length && span[At] == wanted)
        {
            At++;
            return true;
        }

        return false;
    }

    private void Skip(ReadOnlySpan<byte> span)
    {
        while (At < span.Length && span[At] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            At++;
        }
    }

    private static int EndOf(ReadOnlySpan<byte> span, int start)
    {
        var depth = 0;
        for (var i = start; i < span.Length; i++)
        {
            switch (span[i])
            {
                case (byte)'"':
                    i = EndOfString(span, i);
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']' when depth > 0:
                    depth--;
                    break;
                case (byte)',' or (byte)']' when depth == 0:
                    return TrimEnd(span, start, i);
            }
        }

        return TrimEnd(span, start, span.Length);
    }

    private static int EndOfString(ReadOnlySpan<byte> span, int quote)
    {
        var i = quote + 1;
        while (i < span.Length)
        {
            var step = span[i..].IndexOfAny((byte)'"', (byte)'\\');
            if (step < 0)
            {
                return span.Length;
            }

            i += step;
            if (span[i] == (byte)'"')
            {
                return i;
            }

            i += 2;
        }

        return span.Length;
    }

    private static int TrimEnd(ReadOnlySpan<byte> span, int start, int end)
    {
        while (end > start && span[end - 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            end--;
        }

        return end;
    }
}
