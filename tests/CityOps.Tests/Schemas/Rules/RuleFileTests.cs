using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Schemas.Catalogue;
using Xunit;

namespace CityOps.Tests.Schemas.Rules;

/// <summary>Each rule of standard/rules.json carries a change that keeps it and one that breaks it, applied to the dataset's full example.</summary>
public sealed class RuleFileTests
{
    private static readonly JsonArray File =
        JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(StandardFiles.Root, "schemas", "standard", "rules.json")))!.AsArray();

    public static TheoryData<int, string, string> All
    {
        get
        {
            var all = new TheoryData<int, string, string>();
            foreach (var (entry, index) in File.Select((entry, index) => (entry!, index)))
            {
                foreach (var dataset in entry["datasets"]!.AsArray())
                {
                    all.Add(index, dataset!.GetValue<string>(), entry["id"]!.GetValue<string>());
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_record_that_keeps_a_rule_is_not_accused_of_it(int index, string dataset, string id) =>
        Assert.DoesNotContain(Found(index, dataset, "keeps"), problem => IsThis(problem, index, id));

    [Theory]
    [MemberData(nameof(All))]
    public void A_record_that_breaks_a_rule_is_told_so_where_it_must_be_mended(int index, string dataset, string id)
    {
        var problem = Assert.Single(Found(index, dataset, "breaks"), problem => IsThis(problem, index, id));

        Assert.Equal(File[index]!["code"]!.GetValue<string>(), problem.Code);
        Assert.DoesNotContain('{', problem.Message);
        Assert.NotEqual(problem.Message, problem.MessageEn);
    }

    [Fact]
    public void Every_rule_of_the_file_stands_in_the_schema_of_each_of_its_datasets_and_no_other_does()
    {
        var filed = File.SelectMany(entry => entry!["datasets"]!.AsArray().Select(dataset => $"{dataset} {entry["id"]} {entry["must"]}")).Order(StringComparer.Ordinal);
        var standing = SchemaSet.Standard.All.SelectMany(version => version.Rules.All.Select(rule => $"{version.Dataset} {rule.Id} {rule.Must}")).Order(StringComparer.Ordinal);

        Assert.Equal(filed, standing);
    }

    private static bool IsThis(CityOps.Schemas.Records.RecordProblem problem, int index, string id) =>
        problem.Keyword == id && problem.Pointer == "/" + File[index]!["at"]!.GetValue<string>()
        && problem.Code == File[index]!["code"]!.GetValue<string>() && problem.MessageEn.StartsWith(Words(index), StringComparison.Ordinal);

    // The words up to the first value tell rules of one id and member apart.
    private static string Words(int index) => File[index]!["messageEn"]!.GetValue<string>().Split('{')[0];

    private static IEnumerable<CityOps.Schemas.Records.RecordProblem> Found(int index, string dataset, string change)
    {
        var record = JsonNode.Parse(StandardFiles.Example(dataset, "pass-full"))!.AsObject();
        foreach (var (name, value) in File[index]![change]!.AsObject())
        {
            record.Remove(name);
            if (value is not null)
            {
                record[name] = value.DeepClone();
            }
        }

        record["recordId"] = RecordId(dataset, record);
        var judged = StandardFiles.Judge(dataset, record.ToJsonString());
        Assert.DoesNotContain(judged.Problems, problem => !problem.Keyword.StartsWith("R-", StringComparison.Ordinal)); // the schema lets it through
        return judged.Problems.Concat(judged.Warnings);
    }

    private static string RecordId(string dataset, JsonObject record) =>
        $"{record["sourcePlatform"]}:{string.Join('/', StandardFiles.Dataset(dataset).Key.Select(name => record[name]!.ToString()))}";
}
