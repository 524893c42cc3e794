using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CityOps.Schemas.Validation.Text;

/// <summary>Equality of JSON values by meaning: 1.0 is 1, members have no order, escapes are what they stand for.</summary>
internal static class ValueText
{
    // Chosen anew by each process, so that no sender can prepare values that collide.
    private static readonly ulong Seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));

    /// <summary>Both must be well-formed values without white space around them. False also where the budget ran out.</summary>
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, ref long budget)
    {
        budget -= left.Length;
        if (left.SequenceEqual(right))
        {
            return true;
        }

        if (budget < 0 || Kind(left[0]) != Kind(right[0]))
        {
            return false;
        }

        return left[0] switch
        {
            (byte)'"' => AreEqualStrings(left[1..^1], right[1..^1]),
            (byte)'{' => AreEqualObjects(left, right, ref budget),
            (byte)'[' => AreEqualArrays(left, right, ref budget),
            (byte)'t' or (byte)'f' or (byte)'n' => false,
            _ => ExactNumber.Compare(new ExactNumber(left), new ExactNumber(right)) == 0,
        };
    }

    /// <summary>Equal values have equal hashes.</summary>
    public static ulong Hash(ReadOnlySpan<byte> value) => value[0] switch
    {
        (byte)'"' => HashString(value[1..^1]),
        (byte)'{' => HashMembers(value),
        (byte)'[' => HashElements(value),
        (byte)'t' or (byte)'f' or (byte)'n' => Mix(Seed, value[0]),
        _ => Mix(Seed, new DigitText(value).Hash()),
    };

    /// <summary>Equality of what stands between two pairs of quotes.</summary>
    public static bool AreEqualStrings(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (!left.Contains((byte)'\\') && !right.Contains((byte)'\\'))
        {
            return left.SequenceEqual(right);
        }

        var first = StringText.Rent(left, out var firstLength);
        var second = StringText.Rent(right, out var secondLength);
        var equal = first.AsSpan(0, firstLength).SequenceEqual(second.AsSpan(0, secondLength));
        StringText.Return(first);
        StringText.Return(second);
        return equal;
    }

    private static int Kind(byte first) => first is (byte)'-' or (>= (byte)'0' and <= (byte)'9') ? '0' : first;

    private static bool AreEqualArrays(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, ref long budget)
    {
        var first = new Elements(left);
        var second = new Elements(right);
        while (first.Next())
        {
            if (!second.Next() || !AreEqual(first.Value, second.Value, ref budget))
            {
                return false;
            }
        }

        return !second.Next();
    }

    private static bool AreEqualObjects(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, ref long budget)
    {
        int leftCount = 0, rightCount = 0;
        for (var members = new Elements(right); members.Next();)
        {
            rightCount++;
        }

        var second = new Elements(right);
        for (var first = new Elements(left); first.Next(); leftCount++)
        {
            // Members mostly stand in the same order: go on behind the last hit, then once more from the start.
            if (!Find(ref second, first.Name, ref budget) && !Restart(ref second, right, first.Name, ref budget))
            {
                return false;
            }

            if (!AreEqual(first.Value, second.Value, ref budget))
            {
                return false;
            }
        }

        return leftCount == rightCount;
    }

    private static bool Restart(ref Elements members, ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, ref long budget)
    {
        members = new Elements(text);
        return Find(ref members, name, ref budget);
    }

    private static bool Find(ref Elements members, ReadOnlySpan<byte> name, ref long budget)
    {
        while (members.Next())
        {
            budget -= members.Name.Length + members.Value.Length;
            if (budget < 0)
            {
                return false;
            }

            if (AreEqualStrings(members.Name, name))
            {
                return true;
            }
        }

        return false;
    }

    private static ulong HashMembers(ReadOnlySpan<byte> value)
    {
        ulong sum = 1; // a sum, because members have no order
        for (var members = new Elements(value); members.Next();)
        {
            sum += Mix(HashString(members.Name), Hash(members.Value));
        }

        return Mix(Seed ^ 1, sum);
    }

    private static ulong HashElements(ReadOnlySpan<byte> value)
    {
        var hash = Seed ^ 2;
        for (var elements = new Elements(value); elements.Next();)
        {
            hash = Mix(hash, Hash(elements.Value));
        }

        return hash;
    }

    private static ulong HashString(ReadOnlySpan<byte> raw)
    {
        if (!raw.Contains((byte)'\\'))
        {
            return HashBytes(raw);
        }

        var buffer = StringText.Rent(raw, out var length);
        var hash = HashBytes(buffer.AsSpan(0, length));
        StringText.Return(buffer);
        return hash;
    }

    private static ulong HashBytes(ReadOnlySpan<byte> bytes)
    {
        var hash = Seed + (ulong)bytes.Length;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var b in bytes)
        {
            hash = Mix(hash, b);
        }

        return hash;
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        var high = Math.BigMul(hash ^ value ^ 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93 ^ Seed | 1, out var low);
        return high ^ low ^ (value * 0xA0761D6478BD642F);
    }
}
