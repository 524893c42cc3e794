using CityOps.Schemas.Records;
using CityOps.Schemas.Validation;

namespace CityOps.Schemas.Catalogue;

/// <summary>Why the schema said no.</summary>
internal static class SchemaProblems
{
    public static List<RecordProblem> Explain(JsonSchema schema, DatasetVersion dataset, ReadOnlySpan<byte> text)
    {
        var problems = new List<RecordProblem>();
        schema.Explain(text, problems, nameOf: (pointer, code) => dataset.Uses.ListAt(pointer)?.Find(code) is { } entry ? $"{code} {entry.Name}" : null);
        if (problems.Count == 0)
        {
            problems.Add(new RecordProblem("", "schema", "E3002", "记录不符合模式", "the record does not fit its schema"));
        }

        return [.. problems.Select(problem => InTimeWords(problem, dataset)).DistinctBy(problem => (problem.Pointer, problem.Code, problem.Message))];
    }

    // For an instant, pattern and format are one matter: the pattern only says that the offset is +08:00.
    private static RecordProblem InTimeWords(RecordProblem problem, DatasetVersion dataset) =>
        problem.Keyword is "pattern" or "format" && dataset.Members.Times.Contains(problem.Pointer)
            ? RecordRules.TimeForm(problem.Pointer)
            : problem;
}
