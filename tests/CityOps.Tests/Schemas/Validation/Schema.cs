using System.Text;
using CityOps.Schemas.Records;
using CityOps.Schemas.Validation;
using Xunit;

namespace CityOps.Tests.Schemas.Validation;

/// <summary>Short ways to compile a schema and ask it.</summary>
internal static class Schema
{
    public static JsonSchema Of(string text) => JsonSchema.Compile(Encoding.UTF8.GetBytes(text));

    public static bool Takes(this JsonSchema schema, string json) => schema.IsValid(Encoding.UTF8.GetBytes(json));

    public static IReadOnlyList<RecordProblem> Problems(this JsonSchema schema, string json, int most = 100)
    {
        var problems = new List<RecordProblem>();
        schema.Explain(Encoding.UTF8.GetBytes(json), problems, most);
        return problems;
    }

    /// <summary>The name of the refusal to compile.</summary>
    public static string Refusal(string text) => Assert.Throws<SchemaException>(() => Of(text)).Name;
}
