namespace CityOps.Schemas.Validation.Patterns;

/// <summary>Code points that no set of a pattern tells apart share a class: an automaton needs one arrow for each class only.</summary>
internal sealed class CodePointClasses
{
    private readonly int[] starts;
    private readonly int[] classes;
    private readonly int[] ascii = new int[0x80];
    private readonly int[] samples;

    public CodePointClasses(IReadOnlyList<CharSet> sets)
    {
        var distinct = sets.Distinct().ToArray();
        starts = [.. distinct.SelectMany(set => set.Ranges).SelectMany(range => new[] { range.From, range.To + 1 }).Append(0).Distinct().Order()];
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var found = new List<int>();
        classes = Array.ConvertAll(starts, start =>
        {
            var members = string.Create(distinct.Length, start, (text, at) =>
            {
                for (var i = 0; i < text.Length; i++)
                {
                    text[i] = distinct[i].Contains(at) ? '1' : '0';
                }
            });
            if (known.TryAdd(members, known.Count))
            {
                found.Add(start);
            }

            return known[members];
        });
        samples = [.. found];
        for (var b = 0; b < ascii.Length; b++)
        {
            ascii[b] = Search(b);
        }
    }

    public int Count => samples.Length;

    public int Of(int codePoint) => codePoint < ascii.Length ? ascii[codePoint] : Search(codePoint);

    /// <summary>For each class whether the set holds it.</summary>
    public bool[] Members(CharSet set) => Array.ConvertAll(samples, set.Contains);

    private int Search(int codePoint)
    {
        var at = Array.BinarySearch(starts, codePoint);
        return classes[at >= 0 ? at : ~at - 1];
    }
}
