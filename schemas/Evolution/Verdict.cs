namespace CityOps.Schemas.Evolution;

/// <summary>Which side is old and which is new.</summary>
public enum Reading
{
    /// <summary>后向兼容: new readers read what was written under the old version.</summary>
    Backward,

    /// <summary>前向兼容: old readers read what is written under the new version.</summary>
    Forward,

    /// <summary>完全兼容: both.</summary>
    Full,
}

/// <summary>What is known of two versions.</summary>
public enum Answer
{
    Compatible,
    Incompatible,
    Undecided,
}

/// <summary>
/// One way in which a reader refuses what a writer may write. <paramref name="Document"/> is a whole record as JSON text
/// that the validator takes under <paramref name="Writer"/> and refuses under <paramref name="Reader"/>; only where the
/// keyword is <c>x-key</c>, <c>x-dataset</c> or <c>x-direction</c> both may take it, and it means another thing.
/// </summary>
public sealed record Difference(Reading Reading, string Writer, string Reader, string Pointer, string Keyword, string Document, string Message, string MessageEn);

/// <summary>A place that could not be decided, and why.</summary>
public sealed record OpenPlace(Reading Reading, string Pointer, string Keyword, string Message, string MessageEn);

/// <summary>A change that no validator sees and people must know.</summary>
public sealed record Notice(string Pointer, string Keyword, string Message, string MessageEn);

/// <summary>兼容性结论: incompatible as soon as there is one difference; compatible only where everything was proved.</summary>
public sealed record Verdict(IReadOnlyList<Difference> Differences, IReadOnlyList<OpenPlace> Open, IReadOnlyList<Notice> Notices)
{
    public Answer Answer => Differences.Count > 0 ? Answer.Incompatible : Open.Count > 0 ? Answer.Undecided : Answer.Compatible;
}
