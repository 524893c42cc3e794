using CityOps.Adapters.Csv;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Tables;
using Xunit;

namespace CityOps.Tests.Schemas.Tables;

/// <summary>The tables of the standard are its source: the schema files are made from them, never edited.</summary>
public sealed class StandardTableTests
{
    public static TheoryData<string> Datasets => [.. StandardFiles.DatasetFolders.Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Datasets))]
    public void The_committed_schema_is_what_its_table_makes(string dataset)
    {
        var folder = StandardFiles.DatasetFolders.Single(folder => Path.GetFileName(folder) == dataset);

        Assert.Equal(File.ReadAllText(Path.Combine(folder, "v1.json")), Read(folder).ToSchema());
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public void What_the_maker_calls_passing_passes_and_what_it_calls_failing_fails_as_it_says(string dataset)
    {
        var examples = Read(StandardFiles.DatasetFolders.Single(folder => Path.GetFileName(folder) == dataset)).ToExamples();

        Assert.All(examples.Where(example => example.Name.StartsWith("pass", StringComparison.Ordinal)), example => Assert.Empty(StandardFiles.Judge(dataset, example.Text).Problems));
        Assert.All(examples.Where(example => example.Name.StartsWith("fail", StringComparison.Ordinal)), example =>
        {
            using var failing = System.Text.Json.JsonDocument.Parse(example.Text);
            var problem = Assert.Single(StandardFiles.Judge(dataset, failing.RootElement.GetProperty("record").GetRawText()).Problems);

            Assert.Equal(failing.RootElement.GetProperty("expect").GetProperty("pointer").GetString(), problem.Pointer);
            Assert.Equal(failing.RootElement.GetProperty("expect").GetProperty("code").GetString(), problem.Code);
        });
    }

    [Fact]
    public void The_standard_holds_94_datasets_of_1392_fields_and_nine_control_sets_of_188()
    {
        var tables = StandardFiles.DatasetFolders.Select(Read).ToLookup(table => table.Meta.Code.StartsWith("XC-", StringComparison.Ordinal));

        Assert.Equal((94, 1392), (tables[false].Count(), tables[false].Sum(table => table.Fields.Count)));
        Assert.Equal((9, 188), (tables[true].Count(), tables[true].Sum(table => table.Fields.Count)));
    }

    private static DatasetTable Read(string folder)
    {
        var faults = new List<TableFault>();
        var rows = TableFile.Read(File.ReadAllBytes(Path.Combine(folder, "table.csv")), faults);
        var table = DatasetTable.Read(DatasetMeta.Read(File.ReadAllText(Path.Combine(folder, "dataset.json"))), rows, CodeLists.Standard, faults);
        Assert.Empty(faults);
        return table!;
    }
}
