using CityOps.Schemas.Mapping;

namespace CityOps.Node.Verbs.Reading;

/// <summary>
/// Cuts a file into the texts of its records, in memory that does not grow with the file: a record a line, the elements of
/// one array, or the whole as one document. It finds only where records begin and end; whether they are sound is judged later.
/// </summary>
internal sealed class RecordPieces(Stream file, FileForm form, int limit)
{
    private readonly byte[] chunk = new byte[1 << 16];
    private readonly PieceBuffer piece = new(limit);
    private long line = 1;
    private long start = 1;

    public IEnumerable<Piece> Read() => form == FileForm.Array ? Elements() : Split();

    private IEnumerable<Piece> Split()
    {
        SkipMark();
        for (var length = file.Read(chunk); length > 0; length = file.Read(chunk))
        {
            var at = 0;
            while (form == FileForm.Lines && chunk.AsSpan(at, length - at).IndexOf((byte)'\n') is >= 0 and var end)
            {
                piece.Add(chunk.AsSpan(at, end));
                at += end + 1;
                if (piece.Take(line++) is { } whole)
                {
                    yield return whole;
                }
            }

            piece.Add(chunk.AsSpan(at, length - at));
        }

        if (piece.Take(line) is { } last)
        {
            yield return last;
        }
    }

    private IEnumerable<Piece> Elements()
    {
        SkipMark();
        var walk = new ArrayWalk();
        var (elements, behind) = (0L, false);
        for (var length = file.Read(chunk); length > 0; length = file.Read(chunk))
        {
            var at = 0;
            while (at < length)
            {
                behind |= walk.Whole && !chunk.AsSpan(at, length - at).Trim(" \t\r\n"u8).IsEmpty;
                var step = walk.Next(chunk.AsSpan(at, length - at), out var used, out var breaks);
                Gather(step, chunk.AsSpan(at, step == ArrayWalk.Step.End ? used - 1 : used));
                line += breaks;
                at += used;
                if (step != ArrayWalk.Step.End)
                {
                    continue;
                }

                if (piece.Take(start) is { } whole)
                {
                    yield return whole;
                }
                else if (!walk.Whole || elements > 0)
                {
                    yield return Broken("逗号之间没有元素", "no element between commas");
                }

                elements++;
            }
        }

        if (!walk.Whole || behind)
        {
            yield return Broken(walk.Whole ? "数组之后还有内容" : "数组没有结束", walk.Whole ? "something stands behind the array" : "the array does not end");
        }
    }

    private void Gather(ArrayWalk.Step step, ReadOnlySpan<byte> text)
    {
        if (step == ArrayWalk.Step.Outside)
        {
            return;
        }

        if (piece.IsEmpty)
        {
            var element = text.TrimStart(" \t\r\n"u8);
            start = line + text[..^element.Length].Count((byte)'\n');
            text = element;
        }

        piece.Add(text);
    }

    private Piece Broken(string message, string messageEn) => new(line, default, new RowProblem([], "", "malformed-json", "E3002", message, messageEn));

    private void SkipMark()
    {
        Span<byte> mark = stackalloc byte[3];
        if (file.ReadAtLeast(mark, 3, throwOnEndOfStream: false) != 3 || !mark.SequenceEqual("\uFEFF"u8))
        {
            file.Position = 0;
        }
    }
}
