using System.Numerics;

namespace CityOps.Hub.Audit;

/// <summary>
/// A growing tree, of which only the roots of its full subtrees are kept, largest first: one for every bit of its size.
/// They suffice to add leaves and to know the root, and they let a witness check that a log has only grown.
/// </summary>
internal sealed class MerklePeaks
{
    private readonly List<byte[]> peaks = [];

    public MerklePeaks()
    {
    }

    /// <summary>Takes up a tree again; throws when the bytes cannot belong to a tree of that size.</summary>
    public MerklePeaks(long size, ReadOnlySpan<byte> bytes)
    {
        if (size < 0 || bytes.Length != BitOperations.PopCount((ulong)size) * MerkleTree.HashBytes)
        {
            throw new FormatException($"{bytes.Length} bytes are not the peaks of a tree of {size} leaves.");
        }

        Size = size;
        for (; bytes.Length > 0; bytes = bytes[MerkleTree.HashBytes..])
        {
            peaks.Add(bytes[..MerkleTree.HashBytes].ToArray());
        }
    }

    public long Size { get; private set; }

    /// <summary>Two neighbouring subtrees of one size become one: as often as the old size ends in binary ones.</summary>
    public void Add(ReadOnlySpan<byte> leaf)
    {
        var node = leaf.ToArray();
        for (var merges = BitOperations.TrailingZeroCount(~Size); merges > 0; merges--)
        {
            node = MerkleTree.Node(peaks[^1], node);
            peaks.RemoveAt(peaks.Count - 1);
        }

        peaks.Add(node);
        Size++;
    }

    public byte[] Root()
    {
        if (peaks.Count == 0)
        {
            return MerkleTree.EmptyRoot;
        }

        var root = peaks[^1];
        for (var i = peaks.Count - 2; i >= 0; i--)
        {
            root = MerkleTree.Node(peaks[i], root);
        }

        return root;
    }

    public byte[] ToBytes() => [.. peaks.SelectMany(peak => peak)];
}
