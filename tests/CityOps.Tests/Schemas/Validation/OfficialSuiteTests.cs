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
        var cases = OfficialSuite.Cases().ToList();
        var registry = OfficialSuite.Remotes();

        foreach (var one in cases)
        {
            wrong.AddRange(Judge(one, registry).Select(fault => $"{one}: {fault}"));
        }

        output.WriteLine($"{cases.Count} cases of {OfficialSuite.Files().Count} files, none skipped");
        Assert.True(cases.Count >= 1200, $"only {cases.Count} cases were found");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {cases.Count} wrong:\n{string.Join('\n', wrong)}");
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
