using System.Buffers;
using CityOps.Schemas.Validation.Text;

namespace CityOps.Schemas.Validation.Plans;

/// <summary>Looks for two equal elements of an array: a few by comparing each with each, many by hash.</summary>
internal static class Duplicates
{
    private const int Few = 16;

    /// <summary>The array must be well formed; the position is left where it was. True also where the budget runs out.</summary>
    public static bool Find(ref Cursor cursor, int start, int count, out int first, out int second)
    {
        var text = cursor.Text[start..cursor.Position];
        cursor.Budget -= text.Length;
        if (count <= Few)
        {
            Span<int> bounds = stackalloc int[Few * 2];
            Measure(text, bounds);
            return FindAmongFew(text, bounds, count, out first, out second, ref cursor.Budget);
        }

        var slots = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count * 2);
        var rented = ArrayPool<int>.Shared.Rent((count * 2) + slots);
        rented.AsSpan(0, (count * 2) + slots).Clear();
        Measure(text, rented);
        var found = FindAmongMany(text, rented.AsSpan(0, count * 2), rented.AsSpan(count * 2, slots), out first, out second, ref cursor.Budget);
        ArrayPool<int>.Shared.Return(rented);
        return found;
    }

    private static void Measure(ReadOnlySpan<byte> array, Span<int> bounds)
    {
        var elements = new Cursor(array) { Position = 1 };
        var more = true;
        for (var i = 0; more; i += 2)
        {
            elements.Peek();
            bounds[i] = elements.Position;
            elements.Skip();
            bounds[i + 1] = elements.Position;
            elements.Continue((byte)']', out more);
        }
    }

    private static bool FindAmongFew(ReadOnlySpan<byte> text, ReadOnlySpan<int> bounds, int count, out int first, out int second, ref long budget)
    {
        for (first = 0; first < count; first++)
        {
            for (second = first + 1; second < count; second++)
            {
                if (ValueText.AreEqual(Element(text, bounds, first), Element(text, bounds, second), ref budget) || budget < 0)
                {
                    return true;
                }
            }
        }

        second = 0;
        return false;
    }

    private static bool FindAmongMany(ReadOnlySpan<byte> text, ReadOnlySpan<int> bounds, Span<int> slots, out int first, out int second, ref long budget)
    {
        first = 0;
        for (second = 0; second < bounds.Length / 2; second++)
        {
            var value = Element(text, bounds, second);
            var at = (int)(ValueText.Hash(value) & (ulong)(slots.Length - 1));
            for (; slots[at] != 0; at = (at + 1) & (slots.Length - 1))
            {
                first = slots[at] - 1;
                if (ValueText.AreEqual(Element(text, bounds, first), value, ref budget) || budget < 0)
                {
                    return true;
                }
            }

            slots[at] = second + 1;
        }

        return false;
    }

    private static ReadOnlySpan<byte> Element(ReadOnlySpan<byte> text, ReadOnlySpan<int> bounds, int index) =>
        text[bounds[index * 2]..bounds[(index * 2) + 1]];
}
