using System.Buffers;

namespace CityOps.Hub.Exchange;

/// <summary>
/// The memory of bodies. Small buffers come from the shared pool. That pool also keeps one buffer of every size for each
/// thread that ever gave one back, which for bodies of 16 MiB would grow with the threads (I9); so large ones come from
/// a pool that keeps four of a size and no more.
/// </summary>
internal static class Buffers
{
    private const int Small = 256 << 10;

    private static readonly ArrayPool<byte> Large = ArrayPool<byte>.Create(maxArrayLength: 64 << 20, maxArraysPerBucket: 4);

    public static byte[] Rent(int size) => PoolOf(size).Rent(size);

    public static void Return(byte[] buffer) => PoolOf(buffer.Length).Return(buffer);

    // Both pools give powers of two, so the size asked for and the length got fall on the same side.
    private static ArrayPool<byte> PoolOf(int size) => size <= Small ? ArrayPool<byte>.Shared : Large;
}
