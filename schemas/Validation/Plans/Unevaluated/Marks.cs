namespace CityOps.Schemas.Validation.Plans.Unevaluated;

/// <summary>
/// Which members or elements of one value some schema has looked at, by their order in the text. When explaining,
/// alternatives of which none fits count as looked at: their own complaints are enough.
/// </summary>
internal readonly ref struct Marks(Span<ulong> words, int count, bool explaining)
{
    /// <summary>Words that live on the stack; longer values borrow theirs.</summary>
    public const int NearWords = 8;

    private readonly Span<ulong> words = words;

    public int Count { get; } = count;

    public bool IsExplaining { get; } = explaining;

    public bool AreAll
    {
        get
        {
            for (var i = 0; i < Count / 64; i++)
            {
                if (words[i] != ulong.MaxValue)
                {
                    return false;
                }
            }

            return Count % 64 == 0 || words[Count / 64] == (1UL << (Count % 64)) - 1;
        }
    }

    public bool this[int index] => (words[index / 64] & (1UL << index)) != 0;

    public static int WordsFor(int count) => (count + 63) / 64;

    public void Add(int index) => words[index / 64] |= 1UL << index;

    public void AddFirst(int howMany)
    {
        howMany = Math.Min(howMany, Count);
        words[..(howMany / 64)].Fill(ulong.MaxValue);
        if (howMany % 64 != 0)
        {
            words[howMany / 64] |= (1UL << (howMany % 64)) - 1;
        }
    }
}
