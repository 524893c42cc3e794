using System.Globalization;
using CityOps.Schemas.Mapping;

namespace CityOps.Node.Verbs.Reading;

/// <summary>Gathers the bytes of one piece, up to a limit; what is beyond is counted but not kept.</summary>
internal sealed class PieceBuffer(int limit)
{
    private byte[] bytes = new byte[4096];
    private int kept;
    private long length;

    public bool IsEmpty => length == 0;

    public void Add(ReadOnlySpan<byte> more)
    {
        length += more.Length;
        if (length > limit)
        {
            return;
        }

        if (kept + more.Length > bytes.Length)
        {
            Array.Resize(ref bytes, (int)Math.Min(Math.Max(bytes.Length * 2L, kept + more.Length), limit));
        }

        more.CopyTo(bytes.AsSpan(kept));
        kept += more.Length;
    }

    /// <summary>Null when there is nothing but white space.</summary>
    public Piece? Take(long line)
    {
        var text = bytes.AsMemory(0, kept);
        var size = length;
        (kept, length) = (0, 0);
        if (size > limit)
        {
            return new Piece(line, default, TooLarge(size));
        }

        return text.Span.Trim(" \t\r\n"u8).IsEmpty ? null : new Piece(line, text, null);
    }

    private RowProblem TooLarge(long size) => new(
        [], "", "payload-too-large", "E2004",
        string.Create(CultureInfo.InvariantCulture, $"记录有 {size} 字节，上限为 {limit} 字节"),
        string.Create(CultureInfo.InvariantCulture, $"the record has {size} bytes, {limit} are allowed"));
}
