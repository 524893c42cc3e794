using System.Buffers.Binary;

namespace CityOps.Schemas.Validation.Plans;

/// <summary>Finds a name among a fixed list by its bytes: open addressing, filled once, never more than a quarter full.</summary>
internal sealed class NameTable
{
    private readonly byte[][] names;
    private readonly int[] places; // index + 1; 0 is free
    private readonly uint mask;

    public NameTable(IReadOnlyList<byte[]> names)
    {
        this.names = [.. names];
        mask = System.Numerics.BitOperations.RoundUpToPowerOf2(((uint)names.Count * 4) + 1) - 1;
        places = new int[mask + 1];
        for (var i = 0; i < this.names.Length; i++)
        {
            var at = Hash(this.names[i]) & mask;
            while (places[at] != 0)
            {
                at = (at + 1) & mask;
            }

            places[at] = i + 1;
        }
    }

    public int Count => names.Length;

    public byte[] this[int index] => names[index];

    /// <summary>The index of the name, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        for (var at = Hash(name) & mask; places[at] != 0; at = (at + 1) & mask)
        {
            if (name.SequenceEqual(names[places[at] - 1]))
            {
                return places[at] - 1;
            }
        }

        return -1;
    }

    // The first and last eight bytes tell most names apart; what they do not, the comparison does.
    private static uint Hash(ReadOnlySpan<byte> name)
    {
        ulong head, tail;
        if (name.Length >= 8)
        {
            head = BinaryPrimitives.ReadUInt64LittleEndian(name);
            tail = BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]);
        }
        else if (name.Length >= 4)
        {
            head = BinaryPrimitives.ReadUInt32LittleEndian(name);
            tail = BinaryPrimitives.ReadUInt32LittleEndian(name[^4..]);
        }
        else
        {
            head = name.Length > 0 ? (uint)(name[0] | (name[name.Length / 2] << 8)) : 0;
            tail = name.Length > 0 ? name[^1] : 0UL;
        }

        var hash = ((head * 0x9E3779B97F4A7C15) ^ tail ^ (uint)name.Length) * 0xD6E8FEB86659FD93;
        return (uint)(hash >> 32);
    }
}
