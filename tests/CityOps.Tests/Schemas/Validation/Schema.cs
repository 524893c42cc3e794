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

    /// <summary>
    /// Bytes that a thousand verdicts on a fitting record leave behind, once warm. The least of some rounds: a collection
    /// that another test causes is charged to this thread with what was left of its share.
    /// </summary>
    public static long Garbage(this JsonSchema schema, string json)
    {
        var record = Encoding.UTF8.GetBytes(json);
        var least = long.MaxValue;
        for (var round = 0; round < 6; round++)
        {
            var all = true;
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                all &= schema.IsValid(record);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.True(all);
        }

        return least;
    }

    /// <summary>The name of the refusal to compile.</summary>
    public static string Refusal(string text) => Assert.Throws<SchemaException>(() => Of(text)).Name;
}
