using System.Buffers;
using System.Security.Cryptography;

namespace CityOps.Node.Verbs.Importing;

/// <summary>
/// Records on their way to the hub, each with the row it came from. The id is the digest of the lines: the same rows sent
/// again are the same batch, which the hub answers with the receipt it gave.
/// </summary>
internal sealed class Batch
{
    /// <summary>Records of one batch at most.</summary>
    public const int MostRecords = 500;

    private const int MostBytes = 8 << 20;
    private readonly ArrayBufferWriter<byte> lines = new(1 << 20);
    private readonly List<(long Row, long Line, string? RecordId)> rows = [];

    public int Count => rows.Count;

    public bool IsFull => rows.Count >= MostRecords || lines.WrittenCount >= MostBytes;

    public ReadOnlyMemory<byte> Lines => lines.WrittenMemory;

    public string Id => Convert.ToHexStringLower(SHA256.HashData(lines.WrittenSpan));

    public (long Row, long Line, string? RecordId) this[int index] => rows[index];

    public void Add(long row, long line, string? recordId, ReadOnlySpan<byte> record)
    {
        rows.Add((row, line, recordId));
        lines.Write(record);
        lines.Write("\n"u8);
    }

    public void Clear()
    {
        rows.Clear();
        lines.ResetWrittenCount();
    }
}
