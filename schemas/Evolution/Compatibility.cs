using System.Text;
using CityOps.Schemas.Evolution.Proof;
using CityOps.Schemas.Validation;

namespace CityOps.Schemas.Evolution;

/// <summary>
/// 兼容性: whether readers of one version of a schema can read what is written under another. Never says compatible where
/// a document shows otherwise: what is proved is proved, what is disproved comes with the document, the rest is undecided.
/// </summary>
public static class Compatibility
{
    /// <summary>Compares two versions one way or both ways; each difference has its own document.</summary>
    /// <exception cref="SchemaException">One of them does not compile.</exception>
    public static Verdict Compare(ReadOnlyMemory<byte> older, ReadOnlyMemory<byte> newer, Reading reading)
    {
        var (old, @new) = (Edition.Read(older, "旧版", "the old version"), Edition.Read(newer, "新版", "the new version"));
        var verdicts = new List<Verdict>();
        if (reading != Reading.Forward)
        {
            verdicts.Add(OneWay(old, @new, Reading.Backward));
        }

        if (reading != Reading.Backward)
        {
            verdicts.Add(OneWay(@new, old, Reading.Forward));
        }

        return Joined(verdicts, Annotations.Compare(old, @new));
    }

    /// <summary>Compares a new version with all earlier ones; notices are those against the last of them.</summary>
    public static Verdict CompareAll(IReadOnlyList<ReadOnlyMemory<byte>> earlier, ReadOnlyMemory<byte> newer, Reading reading)
    {
        var verdicts = earlier.Select(older => Compare(older, newer, reading)).ToList();
        return Joined(verdicts, verdicts.Count == 0 ? [] : verdicts[^1].Notices);
    }

    private static Verdict OneWay(Edition writer, Edition reader, Reading reading)
    {
        var differences = new List<Difference>();
        var open = new List<OpenPlace>();
        var inclusion = new Inclusion();
        var first = Conjunction.Of(writer.Source.Root);
        foreach (var found in inclusion.Check(first, Conjunction.Of(reader.Source.Root)))
        {
            // The last word is with the validator, over the schemas as they were given.
            if (found.Witness is { } document && Takes(writer.Schema, document) && !Takes(reader.Schema, document))
            {
                var (message, english) = EvolutionWords.Of(found, writer, reader, reading);
                differences.Add(new Difference(reading, writer.Version, reader.Version, found.Pointer, found.Keyword, document, message, english));
            }
            else
            {
                var why = found.Why == Reason.None ? Reason.NotProved : found.Why;
                open.Add(new OpenPlace(reading, found.Pointer, found.Keyword, $"{found.Pointer} {found.Keyword}：{why.Chinese}", $"{found.Pointer} {found.Keyword}: {why.English}"));
            }
        }

        if (reading == Reading.Backward)
        {
            differences.AddRange(Annotations.Identity(writer, reader).Select(one => one with { Document = inclusion.Specimens.Of(first) is [var text, ..] ? text : "{}" }));
        }

        return new Verdict(differences, open, []);
    }

    private static bool Takes(JsonSchema schema, string document) => schema.IsValid(Encoding.UTF8.GetBytes(document));

    private static Verdict Joined(IReadOnlyList<Verdict> verdicts, IReadOnlyList<Notice> notices) =>
        new([.. verdicts.SelectMany(one => one.Differences)], [.. verdicts.SelectMany(one => one.Open)], notices);
}
