using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CityOps.Store;

/// <summary>Fills the span with random bytes.</summary>
public delegate void RandomFill(Span<byte> into);

/// <summary>
/// The one maker of ids: RFC 9562 version 7 (milliseconds, a 12-bit count, 62 random bits). Ids of one maker only grow,
/// even when the clock steps back.
/// </summary>
public sealed class IdMaker(TimeProvider clock, RandomFill? random = null)
{
    private const int CountLimit = 1 << 12;
    private readonly RandomFill fill = random ?? RandomNumberGenerator.Fill;
    private readonly Lock gate = new();
    private long millisecond;
    private int count;

    public Guid Next()
    {
        Span<byte> id = stackalloc byte[16];
        fill(id);
        lock (gate)
        {
            Step(id[6] & 0x07 | id[7]);
            BinaryPrimitives.WriteInt64BigEndian(id, millisecond << 16);
            BinaryPrimitives.WriteUInt16BigEndian(id[6..], (ushort)(0x7000 | count));
        }

        id[8] = (byte)(id[8] & 0x3F | 0x80);
        return new Guid(id, bigEndian: true);
    }

    private void Step(int start)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (now > millisecond)
        {
            (millisecond, count) = (now, start);
        }
        else if (++count == CountLimit)
        {
            (millisecond, count) = (millisecond + 1, 0);
        }
    }
}
