using CityOps.Adapters.Csv;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Mapping;
using CityOps.Schemas.Mapping.Suggesting;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.Adapters;

/// <summary>The 311 export of a real city, and a table of our own in its shape, through the committed mapping.</summary>
public sealed class BostonTests
{
    private static readonly string Samples = Path.Combine(Repository.Root, "adapters", "Csv", "samples");

    private static string RealFile
    {
        get
        {
            var file = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "real-data", "boston311-100.csv"));
            Assert.True(File.Exists(file), $"The export of a real city belongs at {file}.");
            return file;
        }
    }

    [Fact]
    public void Each_dirty_row_of_the_sample_is_refused_for_its_own_reason()
    {
        var found = Judge(Path.Combine(Samples, "boston311-sample.csv")).Select(row => string.Join(" ", row.Problems.Select(p => $"{p.Rule} {string.Join(',', p.Columns)}"))).ToList();

        Assert.Equal(
            [
                "", "", "",
                "map type",
                "need target_dt",
                "required location",
                "date open_dt",
                "number latitude",
                "date open_dt",
                "R-G1 open_dt R-MG2 open_dt",
                "substring open_dt,case_enquiry_id",
                "minimum longitude",
                "map source",
                "maxLength case_title,type",
                "csv-columns ",
            ],
            found);
    }

    [Fact]
    public void Of_the_hundred_real_rows_sixty_nine_become_cases()
    {
        var rows = Judge(RealFile);
        var causes = rows.SelectMany(row => row.Problems).GroupBy(p => $"{p.Rule} {p.Pointer}").ToDictionary(g => g.Key, g => g.Count());

        Assert.Equal((100, 69), (rows.Count, rows.Count(row => row.Problems.Count == 0)));
        Assert.Equal(new Dictionary<string, int> { ["map /typeClass"] = 26, ["need /deadline"] = 11 }, causes);
    }

    [Fact]
    public void Most_columns_of_the_real_table_are_recognised()
    {
        using var rows = new CsvRows(File.OpenRead(RealFile), CsvShape.Usual);
        var profiles = rows.Header.Select(name => new ColumnProfile(name)).ToArray();
        foreach (var row in rows.Read())
        {
            for (var i = 0; i < profiles.Length; i++)
            {
                profiles[i].Take(row.Fields[i]);
            }
        }

        var draft = MappingDraft.Of(SchemaSet.Standard.Find("MG-01", 1)!, CsvShape.Usual, profiles);
        var found = draft.Columns.Where(column => column.Member is not null).ToDictionary(column => column.Column, column => column.Member!);

        Assert.Equal(29, draft.Columns.Count);
        Assert.Equal(
            ("caseNo", "reportTime", "deadline", "closeTime", "state", "lat", "lon", "sourceCode", "address"),
            (found["case_enquiry_id"], found["open_dt"], found["target_dt"], found["closed_dt"], found["case_status"], found["latitude"], found["longitude"], found["source"], found["location"]));
        Assert.DoesNotContain("pwd_district", found.Keys);
        Assert.Contains("73–136", draft.Columns.Single(column => column.Column == "longitude").Note, StringComparison.Ordinal);
    }

    private static List<RowVerdict> Judge(string file)
    {
        var mapping = RowMapping.Compile(File.ReadAllBytes(Path.Combine(Samples, "boston311.map.json")), SchemaSet.Standard)
            .Match(m => m, refusal => throw new InvalidOperationException(string.Join('\n', refusal.Fields)));
        using var rows = new CsvRows(File.OpenRead(file), mapping.Csv);
        using var mapper = mapping.Bind(rows.Header).Match(m => m, refusal => throw new InvalidOperationException(string.Join('\n', refusal.Fields)));
        return [.. new TableJudge(rows, mapper, mapping.Dataset, SchemaSet.Standard).Read()];
    }
}
