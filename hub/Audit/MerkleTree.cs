using System.Security.Cryptography;

namespace CityOps.Hub.Audit;

/// <summary>The hashes of RFC 9162 2.1.1: leaves and nodes are prefixed differently, so that neither passes for the other. Pure.</summary>
internal static class MerkleTree
{
    public const int HashBytes = 32;

    /// <summary>Root of the empty tree: the hash of nothing.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    public static byte[] Leaf(ReadOnlySpan<byte> entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0x00]);
        hash.AppendData(entry);
        return hash.GetHashAndReset();
    }

    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> both = stackalloc byte[1 + HashBytes + HashBytes];
        both[0] = 0x01;
        left.CopyTo(both[1..]);
        right.CopyTo(both[(1 + HashBytes)..]);
        return SHA256.HashData(both);
    }
}
