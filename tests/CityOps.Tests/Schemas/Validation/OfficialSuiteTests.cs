using CityOps.Schemas.Records;
using CityOps.Schemas.Validation;
using Xunit;
using Xunit.Abstractions;

namespace CityOps.Tests.Schemas.Validation;

public sealed class OfficialSuiteTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_case_of_the_official_suite_is_answered_as_it_says()
    {
        var wrong = new List<string>();
        var cases = OfficialSuite.Cases().Where(c => !OfficialSuite.Beyond.ContainsKey($"{c.File}: {c.Group}")).ToList();
        var registry = OfficialSuite.Remotes();

        foreach (var one in cases)
        {
            wrong.AddRange(Judge(one, registry).Select(fault => $"{one}: {fault}"));
        }

        output.WriteLine($"{cases.Count} cases of {OfficialSuite.Files.Length} files");
        Assert.True(cases.Count > 900, $"only {cases.Count} cases were found");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {cases.Count} wrong:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void What_the_engine_cannot_do_yet_is_refused_by_name()
    {
        var registry = OfficialSuite.Remotes();
        var groups = OfficialSuite.Cases().Where(c => OfficialSuite.Beyond.ContainsKey($"{c.File}: {c.Group}")).ToList();

        Assert.Equal(OfficialSuite.Beyond.Count, groups.DistinctBy(c => (c.File, c.Group)).Count());
        Assert.All(groups, one => Assert.Throws<SchemaException>(() => JsonSchema.Compile(one.Schema, registry, FormatUse.Annotate)));
    }

    private static IEnumerable<string> Judge(SuiteCase one, SchemaRegistry registry)
    {
        var problems = new List<RecordProblem>();
        bool fits;
        try
        {
            var schema = JsonSchema.Compile(one.Schema, registry, FormatUse.Annotate);
            fits = schema.IsValid(one.Data);
            schema.Explain(one.Data, problems);
        }
        catch (SchemaException refused)
        {
            return [refused.Message];
        }

        return (fits == one.Fits, problems.Count == 0 == one.Fits) switch
        {
            (false, _) => [$"IsValid says {fits}"],
            (true, false) => [$"Explain says {problems.Count} problems"],
            _ => [],
        };
    }
}
