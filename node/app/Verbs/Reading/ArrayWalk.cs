namespace CityOps.Node.Verbs.Reading;

/// <summary>Walks one JSON array across chunks of its text: where do its elements end?</summary>
internal struct ArrayWalk()
{
    private int depth;
    private bool inString;
    private bool escaped;

    /// <summary>What the bytes just walked over are.</summary>
    public enum Step
    {
        Outside,
        More,
        End,
    }

    /// <summary>The closing bracket was met.</summary>
    public bool Whole { get; private set; }

    /// <summary>
    /// Walks to the end of the chunk or of the element: then the last byte used is the comma or bracket behind it.
    /// </summary>
    public Step Next(ReadOnlySpan<byte> text, out int used, out int lineBreaks)
    {
        if (depth == 0)
        {
            var open = Whole ? -1 : text.IndexOf((byte)'[');
            used = open < 0 ? text.Length : open + 1;
            depth = open < 0 ? 0 : 1;
            lineBreaks = text[..used].Count((byte)'\n');
            return Step.Outside;
        }

        for (used = 0; used < text.Length; used++)
        {
            if (Ends(text[used]))
            {
                used++;
                lineBreaks = text[..used].Count((byte)'\n');
                return Step.End;
            }
        }

        lineBreaks = text.Count((byte)'\n');
        return Step.More;
    }

    private bool Ends(byte next)
    {
        if (inString)
        {
            inString = escaped || next != '"';
            escaped = !escaped && next == '\\';
            return false;
        }

        switch (next)
        {
            case (byte)'"':
                inString = true;
                return false;
            case (byte)'{' or (byte)'[':
                depth++;
                return false;
            case (byte)'}' or (byte)']':
                depth = Math.Max(depth - 1, 0);
                Whole = depth == 0;
                return Whole;
            default:
                return next == ',' && depth == 1;
        }
    }
}
