namespace CityOps.Schemas.Validation.Text;

/// <summary>How many characters must be added, removed, changed or swapped with their neighbour to make one short text the other.</summary>
internal static class EditDistance
{
    public static int Between(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0 ? i + j : Step(rows, left, right, (i, j));
            }
        }

        return rows[left.Length, right.Length];
    }

    private static int Step(int[,] rows, ReadOnlySpan<char> left, ReadOnlySpan<char> right, (int I, int J) at)
    {
        var (i, j) = at;
        var changed = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
        var best = Math.Min(changed, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
        return i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]
            ? Math.Min(best, rows[i - 2, j - 2] + 1)
            : best;
    }
}
