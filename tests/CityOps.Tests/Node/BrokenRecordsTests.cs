using System.Buffers;
using CityOps.Node.Generation;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;
using Xunit;

namespace CityOps.Tests.Node;

public sealed class BrokenRecordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.FromHours(8));

    /// <summary>Only a hub that knows the sender can see these.</summary>
    private static readonly string[] SeenByTheHub = ["wrong-region", "foreign-source"];

    private static readonly IReadOnlyList<PostedLine> Lines =
        BrokenRecords.Plan(7, "B-913401007810000001", RegionCode.Parse("340100"), BrokenRecords.KindNames.Count * 3, Now);

    [Fact]
    public void Every_broken_line_shows_a_problem_it_was_made_for()
    {
        foreach (var line in Lines.Where(l => l.Expected.Count > 0 && !SeenByTheHub.Contains(l.Kind)))
        {
            var problems = Problems(line);

            Assert.True(
                problems.Any(p => line.Expected.Contains(p.Code) || line.Expected.Contains(p.Keyword)),
                $"{line.Kind} in {line.Dataset}: expected {string.Join('/', line.Expected)}, got {string.Join(", ", problems.Select(p => p.Code + " " + p.Keyword + " " + p.Pointer))}");
        }
    }

    [Fact]
    public void Good_neighbours_are_good()
    {
        // A case with a region of another city contradicts its own district: the judge sees that much itself.
        foreach (var line in Lines.Where(l => l.Expected.Count == 0 || (SeenByTheHub.Contains(l.Kind) && (l.Kind, l.Dataset) != ("wrong-region", "MG-01"))))
        {
            Assert.True(Problems(line).Count == 0, line.Kind + " " + line.Dataset + " " + string.Join(", ", Problems(line).Select(p => p.Pointer + p.Message)));
        }
    }

    [Fact]
    public void Every_kind_is_there_in_every_dataset_and_no_key_stands_twice()
    {
        Assert.InRange(BrokenRecords.KindNames.Count, 15, 100);
        Assert.Equal(BrokenRecords.KindNames.Count, Lines.Where(l => l.Expected.Count > 0).Select(l => l.Kind).Distinct().Count());
        Assert.Equal(3, Lines.Where(l => l.Kind == "bad-syntax").Select(l => l.Dataset).Distinct().Count());
        Assert.Equal(Lines.Count, Lines.Select(l => l.RecordId).Distinct().Count());
    }

    private static IReadOnlyList<RecordProblem> Problems(PostedLine line)
    {
        var compact = new ArrayBufferWriter<byte>();
        return RecordText.Compact(line.Line.Span, compact, RecordLimits.Standard) is { } fault
            ? [fault.ToProblem()]
            : new RecordJudge(SchemaSet.Standard).Judge(SchemaSet.Standard.Find(line.Dataset, 1)!, compact.WrittenMemory).Problems;
    }
}
