using System.Buffers;
using System.Text;
using System.Text.Json;

namespace CityOps.Hub.Audit.Verifying;

/// <summary>
/// The lines of an exported audit log (NDJSON): <c>{"leaf":"hex","entry":{…}}</c> with the entry's canonical bytes as they
/// are, <c>{"leaf":"hex","seq":n}</c> where retention has deleted the entry, <c>{"checkpoint":"JWS","jwk":{…}}</c>. Pure.
/// </summary>
internal static class AuditFile
{
    private const int HexLength = MerkleTree.HashBytes * 2;
    private static readonly byte[] LeafMark = "{\"leaf\":\""u8.ToArray();
    private static readonly byte[] EntryMark = "\",\"entry\":"u8.ToArray();
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static void Write(IBufferWriter<byte> to, AuditRow row)
    {
        to.Write(LeafMark);
        to.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(row.Leaf)));
        if (row.Body is { } body)
        {
            to.Write(EntryMark);
            to.Write(body);
            to.Write("}\n"u8);
        }
        else
        {
            to.Write(Encoding.ASCII.GetBytes($"\",\"seq\":{row.Seq}}}\n"));
        }
    }

    public static void Write(IBufferWriter<byte> to, SignedCheckpoint signed) =>
        to.Write(Encoding.UTF8.GetBytes($"{{\"checkpoint\":\"{signed.Text}\",\"jwk\":{signed.Jwk}}}\n"));

    /// <summary>A line as it reads; never throws: what is not of these forms is <see cref="AuditLine.Broken"/>.</summary>
    public static AuditLine Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, Strict);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return new AuditLine.Broken();
            }

            if (root.TryGetProperty("checkpoint", out var checkpoint))
            {
                return new AuditLine.Head(checkpoint.GetString() ?? "", root.TryGetProperty("jwk", out var jwk) ? jwk.Clone() : default);
            }

            return root.TryGetProperty("entry", out var entry) ? ReadEntry(line, entry) : ReadDeleted(root);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or DecoderFallbackException)
        {
            return new AuditLine.Broken();
        }
    }

    // The hash is over the bytes between the marks, not over what a parser makes of them.
    private static AuditLine ReadEntry(ReadOnlyMemory<byte> line, JsonElement entry)
    {
        var start = LeafMark.Length + HexLength;
        var body = line.Span;
        if (line.Length < start + EntryMark.Length + 2 || !body.StartsWith(LeafMark) || !body[start..].StartsWith(EntryMark) || body[^1] != '}')
        {
            return new AuditLine.Broken();
        }

        var leaf = Convert.FromHexString(Encoding.ASCII.GetString(body.Slice(LeafMark.Length, HexLength)));
        var cut = entry.GetProperty("action").GetString() == AuditActions.Cut && entry.GetProperty("result").GetString() == "done"
            ? long.Parse(entry.GetProperty("facts").GetProperty("upto").GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            : 0;
        return new AuditLine.Entry(
            leaf, line[(start + EntryMark.Length)..^1], entry.GetProperty("seq").GetInt64(), Convert.FromHexString(entry.GetProperty("prev").GetString()!), entry.GetProperty("at").GetDateTimeOffset(), cut);
    }

    private static AuditLine.Deleted ReadDeleted(JsonElement root) =>
        Convert.FromHexString(root.GetProperty("leaf").GetString()!) is { Length: MerkleTree.HashBytes } leaf
            ? new AuditLine.Deleted(leaf, root.GetProperty("seq").GetInt64())
            : throw new FormatException();
}

/// <summary>One line of an export.</summary>
internal abstract record AuditLine
{
    /// <param name="Cut">How far the deletion went that this entry tells of; 0 for all others.</param>
    internal sealed record Entry(byte[] Leaf, ReadOnlyMemory<byte> Body, long Seq, byte[] Prev, DateTimeOffset At, long Cut) : AuditLine;

    /// <summary>Retention has taken the entry and left its hash.</summary>
    internal sealed record Deleted(byte[] Leaf, long Seq) : AuditLine;

    internal sealed record Head(string Signed, JsonElement Jwk) : AuditLine;

    internal sealed record Broken : AuditLine;
}
