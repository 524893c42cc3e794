using CityOps.Schemas.Catalogue;

namespace CityOps.Schemas.Mapping.Suggesting;

/// <summary>What is proposed for one column; <paramref name="Member"/> is null where it is to be ignored.</summary>
public sealed record ColumnDraft(string Column, string? Member, double Confidence, string Note);

/// <summary>
/// 映射建议: a first mapping of a table, from the names of its columns and their values. Each column feeds one member at most
/// and each member takes one column; what is unsure is left to people.
/// </summary>
public sealed class MappingDraft
{
    private static readonly string[] HeaderMembers =
        ["dataset", "schemaVersion", "recordId", "sourcePlatform", "regionCode", "dataTime", "updateTime", "op", "rev", "dataLevel", "ext"];

    private MappingDraft(DatasetVersion dataset, CsvShape shape, IReadOnlyList<ColumnDraft> columns, IReadOnlyDictionary<string, ColumnProfile> feeds, IReadOnlyList<MemberShape> members) =>
        (Dataset, Shape, Columns, Feeds, Members) = (dataset, shape, columns, feeds, members);

    public DatasetVersion Dataset { get; }

    /// <summary>Every column, in the order of the table.</summary>
    public IReadOnlyList<ColumnDraft> Columns { get; }

    /// <summary>Required members no column was found for.</summary>
    public IReadOnlyList<MemberShape> Missing => [.. Members.Where(member => member.Required && !HeaderMembers.Contains(member.Name) && !Feeds.ContainsKey(member.Name))];

    internal CsvShape Shape { get; }

    /// <summary>Column by member.</summary>
    internal IReadOnlyDictionary<string, ColumnProfile> Feeds { get; }

    internal IReadOnlyList<MemberShape> Members { get; }

    public static MappingDraft Of(DatasetVersion dataset, CsvShape shape, IReadOnlyList<ColumnProfile> columns)
    {
        var members = MemberShape.Read(dataset.SchemaBytes);
        var pairs =
            from column in columns
            from member in members
            where !HeaderMembers.Contains(member.Name)
            let score = Fit.Of(column, member, dataset.Key.Contains(member.Name))
            where score >= Fit.Enough
            orderby score descending, column.Name, member.Name
            select (column, member, score);
        var (feeds, scores) = (new Dictionary<string, ColumnProfile>(StringComparer.Ordinal), new Dictionary<string, (MemberShape Member, double Score)>(StringComparer.Ordinal));
        foreach (var (column, member, score) in pairs)
        {
            if (!feeds.ContainsKey(member.Name) && scores.TryAdd(column.Name, (member, score)))
            {
                feeds[member.Name] = column;
            }
        }

        return new MappingDraft(dataset, shape, [.. columns.Select(column => Draft(column, scores))], feeds, members);
    }

    /// <summary>The mapping file, as far as it could be made.</summary>
    public byte[] ToJson() => DraftWriter.Write(this);

    private static ColumnDraft Draft(ColumnProfile column, Dictionary<string, (MemberShape Member, double Score)> scores) =>
        scores.TryGetValue(column.Name, out var found)
            ? new ColumnDraft(column.Name, found.Member.Name, Math.Round(found.Score, 2), Note(column, found.Member))
            : new ColumnDraft(column.Name, null, 0, column.Filled == 0 ? "没有取值 no values" : "未识别 not recognised");

    private static string Note(ColumnProfile column, MemberShape member)
    {
        if (member.IsTime || member.IsDay)
        {
            return $"时间格式 written as {column.DateForm}";
        }

        if (member.Codes.Count > 0 || member.Kind == MemberKind.Truth)
        {
            var known = Fit.Codes(column, member);
            var without = column.Distinct.Where(value => !known.ContainsKey(value)).Order(StringComparer.Ordinal).Take(5).ToList();
            return without.Count == 0 ? $"{known.Count} 个取值都有代码 all {known.Count} values have codes" : $"无代码的取值 values without a code: {string.Join(" | ", without)}";
        }

        return member.Kind == MemberKind.Number && column.Filled > 0 && !Fit.InBounds(column, member)
            ? $"取值 {column.Least}–{column.Most} 超出 values beyond {member.Minimum}–{member.Maximum}"
            : "";
    }
}
