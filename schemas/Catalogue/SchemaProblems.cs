using CityOps.Schemas.Records;
using CityOps.Schemas.Validation;

namespace CityOps.Schemas.Catalogue;

/// <summary>Why the schema said no.</summary>
internal static class SchemaProblems
{
    public static List<RecordProblem> Explain(JsonSchema schema, DatasetVersion dataset, ReadOnlySpan<byte> text)
    {
        var problems = new List<RecordProblem>();
        schema.Explain(text, problems);
        if (problems.Count == 0)
        {
            problems.Add(new RecordProblem("", "schema", "E3002", "记录不符合模式", "the record does not fit its schema"));
        }

        // One problem says it all where both format and pattern fail.
        problems.RemoveAll(problem => problem.Keyword == "format" && dataset.Members.Times.Contains(problem.Pointer)
            && problems.Exists(other => other.Pointer == problem.Pointer && other.Keyword == "pattern"));
        for (var i = 0; i < problems.Count; i++)
        {
            // For an instant the pattern is a matter of format: it only says that the offset is +08:00.
            if (problems[i] is { Keyword: "pattern" } problem && dataset.Members.Times.Contains(problem.Pointer))
            {
                problems[i] = problem with
                {
                    Code = "E3002",
                    Message = "时间须为带 +08:00 的 RFC 3339 格式",
                    MessageEn = "a time is written by RFC 3339 with the offset +08:00",
                };
            }
        }

        return problems;
    }
}
