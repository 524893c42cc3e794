using System.Text.Json.Nodes;
using CityOps.Schemas.Records;
using CityOps.Schemas.Tables;
using Xunit;

namespace CityOps.Tests.Schemas.Rules;

/// <summary>Each rule of a dataset.json carries a change that keeps it and one that breaks it, applied to the dataset's full example.</summary>
public sealed class StandardRuleTests
{
    private static readonly Dictionary<string, DatasetMeta> Datasets = StandardFiles.DatasetFolders.ToDictionary(
        folder => Path.GetFileName(folder)!, folder => DatasetMeta.Read(File.ReadAllText(Path.Combine(folder, "dataset.json"))), StringComparer.Ordinal);

    public static TheoryData<string, int, string> All
    {
        get
        {
            var all = new TheoryData<string, int, string>();
            foreach (var (dataset, meta) in Datasets)
            {
                for (var i = 0; i < meta.Rules.Count; i++)
                {
                    all.Add(dataset, i, Text(meta.Rules[i], "id"));
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_record_that_keeps_a_rule_is_not_accused_of_it(string dataset, int index, string id) =>
        Assert.DoesNotContain(Found(dataset, index, "keeps"), problem => IsThis(problem, dataset, index, id));

    [Theory]
    [MemberData(nameof(All))]
    public void A_record_that_breaks_a_rule_is_told_so_where_it_must_be_mended(string dataset, int index, string id)
    {
        var problem = Assert.Single(Found(dataset, index, "breaks"), problem => IsThis(problem, dataset, index, id));

        Assert.DoesNotContain('{', problem.Message);
        Assert.NotEqual(problem.Message, problem.MessageEn);
    }

    [Fact]
    public void The_rules_of_the_standard_are_176_under_33_names() =>
        Assert.Equal((176, 33), (Datasets.Values.Sum(meta => meta.Rules.Count), Datasets.Values.SelectMany(meta => meta.Rules).Select(rule => Text(rule, "id")).Distinct().Count()));

    private static bool IsThis(RecordProblem problem, string dataset, int index, string id)
    {
        var rule = Datasets[dataset].Rules[index];
        return problem.Keyword == id && problem.Pointer == "/" + Text(rule, "at") && problem.Code == Text(rule, "code")
            && problem.MessageEn.StartsWith(Text(rule, "messageEn").Split('{')[0], StringComparison.Ordinal);
    }

    private static IEnumerable<RecordProblem> Found(string dataset, int index, string change)
    {
        var record = JsonNode.Parse(StandardFiles.Example(dataset, "pass-full"))!.AsObject();
        foreach (var (name, value) in Datasets[dataset].Rules[index][change]!.AsObject())
        {
            record.Remove(name);
            if (value is not null)
            {
                record[name] = value.DeepClone();
            }
        }

        if (record.ContainsKey("recordId"))
        {
            record["recordId"] = $"{record["sourcePlatform"]}:{string.Join('/', Datasets[dataset].Key.Select(name => record[name]!.ToString()))}";
        }

        var judged = StandardFiles.Judge(dataset, record.ToJsonString());
        Assert.DoesNotContain(judged.Problems, problem => !problem.Keyword.StartsWith("R-", StringComparison.Ordinal)); // the schema lets it through
        return judged.Problems.Concat(judged.Warnings);
    }

    private static string Text(JsonObject rule, string member) => rule[member]!.GetValue<string>();
}
