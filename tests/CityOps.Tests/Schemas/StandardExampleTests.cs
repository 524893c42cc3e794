using System.Text.Json;
using Xunit;

namespace CityOps.Tests.Schemas;

/// <summary>The examples beside each schema are promises to whoever builds a platform; they are discovered, never listed.</summary>
public sealed class StandardExampleTests
{
    public static TheoryData<string, string> Passing => Examples("pass-*.json");

    public static TheoryData<string, string> Failing => Examples("fail-*.json");

    [Theory]
    [MemberData(nameof(Passing))]
    public void A_passing_example_is_a_record_without_a_problem(string dataset, string name)
    {
        var judged = StandardFiles.Judge(dataset, StandardFiles.Example(dataset, name));

        Assert.Empty(judged.Problems);
        if (!StandardFiles.Dataset(dataset).IsRecord)
        {
            return;
        }

        Assert.Equal(dataset, judged.Record?.Header.Dataset);
        Assert.Equal(judged.RecordId, judged.Record?.Header.RecordId);
    }

    [Theory]
    [MemberData(nameof(Failing))]
    public void A_failing_example_has_the_one_problem_it_shows(string dataset, string name)
    {
        using var example = JsonDocument.Parse(StandardFiles.Example(dataset, name));
        var expect = example.RootElement.GetProperty("expect");

        var judged = StandardFiles.Judge(dataset, example.RootElement.GetProperty("record").GetRawText());

        Assert.Null(judged.Record);
        var problem = Assert.Single(judged.Problems);
        Assert.Equal(expect.GetProperty("pointer").GetString(), problem.Pointer);
        Assert.Equal(expect.GetProperty("code").GetString(), problem.Code);
        Assert.NotEmpty(problem.Message);
        Assert.NotEmpty(problem.MessageEn);
    }

    [Fact]
    public void Every_dataset_has_examples_of_both_kinds_and_a_deletion_where_it_has_records()
    {
        Assert.NotEmpty(StandardFiles.DatasetFolders);
        Assert.All(StandardFiles.DatasetFolders, folder =>
        {
            var examples = Path.Combine(folder, "examples");

            Assert.True(Directory.GetFiles(examples, "pass-*.json").Length >= 2, folder);
            Assert.True(Directory.GetFiles(examples, "fail-*.json").Length >= 3, folder);
            if (!StandardFiles.Dataset(Path.GetFileName(folder)).IsRecord)
            {
                return;
            }

            Assert.Contains(Directory.GetFiles(examples, "pass-*.json"), file => File.ReadAllText(file).Contains("\"op\": \"D\"", StringComparison.Ordinal));
        });
    }

    private static TheoryData<string, string> Examples(string pattern)
    {
        var data = new TheoryData<string, string>();
        foreach (var folder in StandardFiles.DatasetFolders)
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "examples"), pattern).Order(StringComparer.Ordinal))
            {
                data.Add(Path.GetFileName(folder), Path.GetFileNameWithoutExtension(file));
            }
        }

        return data;
    }
}
