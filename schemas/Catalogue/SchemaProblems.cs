using System.Text.Json;
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

        NameNearest(problems, dataset, text);
        return [.. problems.Select(problem => InTimeWords(problem, dataset)).DistinctBy(problem => (problem.Pointer, problem.Code, problem.Message))];
    }

    // A code that is in no list is most often a slip: the codes most like it are named.
    private static void NameNearest(List<RecordProblem> problems, DatasetVersion dataset, ReadOnlySpan<byte> text)
    {
        JsonDocument? record = null;
        for (var i = 0; i < problems.Count; i++)
        {
            if (problems[i] is { Keyword: "enum", Code: "E3004" } problem && dataset.Uses.ListAt(problem.Pointer) is { } list)
            {
                record ??= JsonDocument.Parse(text.ToArray());
                var nearest = list.Nearest(Find(record.RootElement, problem.Pointer) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "");
                problems[i] = problem with
                {
                    Message = $"{problem.Message}；最接近：{string.Join('、', nearest.Select(code => $"{code.Code} {code.Name}"))}",
                    MessageEn = $"{problem.MessageEn}; nearest: {string.Join(", ", nearest.Select(code => code.Code))}",
                };
            }
        }

        record?.Dispose();
    }

    private static JsonElement? Find(JsonElement value, string pointer)
    {
        foreach (var step in pointer.Split('/').Skip(1))
        {
            var found = value.ValueKind switch
            {
                JsonValueKind.Object when value.TryGetProperty(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out var member) => member,
                JsonValueKind.Array when int.TryParse(step, out var index) && index < value.GetArrayLength() => value[index],
                _ => (JsonElement?)null,
            };
            if (found is not { } next)
            {
                return null;
            }

            value = next;
        }

        return value;
    }

    // For an instant, pattern and format are one matter: the pattern only says that the offset is +08:00.
    private static RecordProblem InTimeWords(RecordProblem problem, DatasetVersion dataset) =>
        problem.Keyword is "pattern" or "format" && dataset.Members.Times.Contains(problem.Pointer)
            ? RecordRules.TimeForm(problem.Pointer)
            : problem;
}
