using System.Text;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;

namespace CityOps.Node.Modules.Command.Statistics;

/// <summary>Writes CR-02. Its business time is the end of the day, or now while the day runs.</summary>
internal sealed class DayRecords(PlatformCode source)
{
    private static readonly DatasetVersion Set = SchemaSet.Standard.Find("CR-02", 1)!;
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    private static readonly (string Name, Counter Counter)[] Members =
        [.. Enum.GetValues<Counter>().Select(counter => (Encoding.UTF8.GetString([(byte)char.ToLowerInvariant(counter.ToString()[0])]) + counter.ToString()[1..] + "Num", counter))];

    public Record Of(DateOnly day, DayKey key, DayCounters counters, long rev, DateTimeOffset now)
    {
        var date = day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var id = RecordBuilder.RecordId(source.ToString(), key.Region.ToString(), date, key.Source, key.Class);
        var end = new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), Beijing);
        var header = new RecordHeader(Set.Dataset, Set.Version, id, source.ToString(), key.Region, end < now ? end : now, now, rev == 1 ? 'I' : 'U', rev, '2');
        var record = RecordBuilder.Build(header, w =>
        {
            w.WriteString("statDate"u8, date);
            w.WriteString("sourceCode"u8, key.Source);
            w.WriteString("classCode"u8, key.Class);
            foreach (var (name, counter) in Members)
            {
                w.WriteNumber(name, counters[counter]);
            }

            if (counters.AverageDisposeHours is { } hours)
            {
                w.WriteNumber("avgDisposeHours"u8, hours);
            }
        });
        return Set.Against(record) is { Count: > 0 } problems
            ? throw new InvalidDataException($"CR-02 {id}: {problems[0].Pointer} {problems[0].MessageEn}") // a fault of ours, not of a caller
            : record;
    }

    /// <summary>The counters as one text: equal texts need no new revision.</summary>
    public static string Figures(DayCounters counters) =>
        string.Join(' ', Members.Select(member => counters[member.Counter])) + " " + counters.AverageDisposeHours?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
