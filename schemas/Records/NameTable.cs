using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CityOps.Schemas.Records;

/// <summary>
/// The member names seen in one text, as 64-bit hashes of object and name. A secret of the process goes into the hash, so
/// that nobody can prepare names that crowd the table or that collide; that two different names of one object meet by
/// chance is a matter of 1 in 2⁶⁴.
/// </summary>
internal ref struct NameTable(Span<ulong> slots)
{
    private const ulong Odd = 0x9E37_79B9_7F4A_7C15;
    private static readonly ulong Secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;
    private static readonly ulong OtherSecret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;

    private Span<ulong> slots = slots; // a power of two long, 0 is free
    private ulong[]? rented;
    private int count;

    /// <summary>False when this object has had a member of this (unescaped) name.</summary>
    public bool Add(int objectOffset, ReadOnlySpan<byte> name)
    {
        if (count > slots.Length / 2)
        {
            Grow();
        }

        if (!Place(slots, Hash((uint)objectOffset, name)))
        {
            return false;
        }

        count++;
        return true;
    }

    public readonly void Release()
    {
        if (rented is not null)
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }
    }

    private static bool Place(Span<ulong> slots, ulong hash)
    {
        var mask = slots.Length - 1;
        for (var at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            if (slots[at] == 0)
            {
                slots[at] = hash;
                return true;
            }

            if (slots[at] == hash)
            {
                return false;
            }
        }
    }

    private static ulong Hash(uint objectOffset, ReadOnlySpan<byte> name)
    {
        var hash = Mix(Secret ^ objectOffset, OtherSecret ^ (uint)name.Length);
        while (name.Length >= 8)
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(name), OtherSecret);
            name = name[8..];
        }

        ulong rest = 0;
        foreach (var letter in name)
        {
            rest = (rest << 8) | letter;
        }

        hash = Mix(hash ^ rest, Odd);
        return hash == 0 ? 1 : hash;
    }

    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }

    private void Grow()
    {
        var size = slots.Length * 4;
        var larger = ArrayPool<ulong>.Shared.Rent(size);
        var target = larger.AsSpan(0, size);
        target.Clear();
        foreach (var hash in slots)
        {
            if (hash != 0)
            {
                Place(target, hash);
            }
        }

        Release();
        rented = larger;
        slots = target;
    }
}
