using System.Text;
using System.Text.Json.Nodes;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Evolution;
using CityOps.Schemas.Validation;
using Xunit;

namespace CityOps.Tests.Schemas.Evolution;

/// <summary>Two versions of the city's case schema that differ by one edit, and what every verdict owes.</summary>
internal static class Versions
{
    public static byte[] Case => SchemaSet.Standard.Find("MG-01", 1)!.SchemaBytes.ToArray();

    public static byte[] Edited(Action<JsonObject> edit)
    {
        var root = JsonNode.Parse(Case)!.AsObject();
        root["x-version"] = "1.1.0";
        edit(root);
        return Bytes(root);
    }

    public static byte[] Bytes(JsonNode schema) => Encoding.UTF8.GetBytes(schema.ToJsonString());

    public static byte[] Bytes(string schema) => Encoding.UTF8.GetBytes(schema);

    public static JsonObject Property(this JsonObject root, string name) => root["properties"]![name]!.AsObject();

    public static bool Takes(byte[] schema, string document) => JsonSchema.Compile(schema).IsValid(Encoding.UTF8.GetBytes(document));

    /// <summary>Each document told is good under the writer and bad under the reader.</summary>
    public static void ProvesItself(Verdict verdict, byte[] older, byte[] newer)
    {
        foreach (var difference in verdict.Differences.Where(d => d.Keyword is not ("x-key" or "x-dataset" or "x-direction")))
        {
            var (writer, reader) = difference.Reading == Reading.Backward ? (older, newer) : (newer, older);
            Assert.True(Takes(writer, difference.Document), $"the writer refuses {difference.Document}");
            Assert.False(Takes(reader, difference.Document), $"the reader takes {difference.Document}");
            Assert.NotEmpty(difference.Message);
            Assert.NotEmpty(difference.MessageEn);
        }
    }
}
