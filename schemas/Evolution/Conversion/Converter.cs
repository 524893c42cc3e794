using System.Text;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Evolution.Witnesses;
using CityOps.Schemas.Records;

namespace CityOps.Schemas.Evolution.Conversion;

/// <summary>
/// What became of one record. Where there are problems it could not be converted: the bytes are then not a record of the
/// other version and must not be delivered as one.
/// </summary>
public sealed record ConvertedRecord(ReadOnlyMemory<byte> Bytes, IReadOnlyList<ConversionNote> Notes, IReadOnlyList<RecordProblem> Problems);

/// <summary>
/// 版本转换: turns stored records of one version of a dataset into stored records of another, by declared steps and no
/// others. Pure: member order, number text and escapes stay the publisher's; <c>schemaVersion</c> is put right by itself;
/// the result has been before the other version's judge.
/// </summary>
public sealed class Converter
{
    private readonly IReadOnlyList<ConversionStep> steps;
    private readonly RecordJudge judge;

    internal Converter(DatasetVersion from, DatasetVersion to, IReadOnlyList<ConversionStep> steps, RecordJudge judge) =>
        (From, To, this.steps, this.judge) = (from, to, steps, judge);

    public DatasetVersion From { get; }

    public DatasetVersion To { get; }

    internal IReadOnlyList<ConversionStep> Steps => steps;

    /// <summary>Takes a record in stored form that is good under <see cref="From"/>.</summary>
    public ConvertedRecord Convert(ReadOnlyMemory<byte> stored)
    {
        var members = MemberText.Read(stored.Span);
        var notes = new List<ConversionNote>();
        var isDeletion = members.Exists(member => member.Name == "op" && member.Value.Span.SequenceEqual("\"D\""u8));
        foreach (var step in steps)
        {
            step.Apply(members, isDeletion, notes);
        }

        var version = members.FindIndex(member => member.Name == "schemaVersion");
        if (version >= 0)
        {
            members[version] = members[version] with { Value = Encoding.UTF8.GetBytes(ObjectText.Quote(To.Version)) };
        }

        // Two steps may have put one name in twice; the judge would only look at one of them.
        if (members.GroupBy(member => member.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            return new ConvertedRecord(default, notes, [Twice(twice.Key)]);
        }

        var bytes = MemberText.Write(members);
        return new ConvertedRecord(bytes, notes, judge.Judge(To, bytes).Problems);
    }

    private static RecordProblem Twice(string name) => new(
        "/" + name, "x-converters", "E3002", $"转换后字段 {name} 出现两次，请检查转换声明的改名步骤", $"{name} would stand twice after the conversion; look at the renames declared");
}
