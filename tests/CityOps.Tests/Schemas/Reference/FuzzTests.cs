using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CityOps.Schemas.Records;
using CityOps.Schemas.Validation;
using CityOps.Tests.Schemas.Validation;
using CityOps.Tests.Shared;
using Xunit;
using Xunit.Abstractions;

namespace CityOps.Tests.Schemas.Reference;

public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int ValuesPerSchema = 10;

    /// <summary>Once with escapes and without spaces, once the other way about.</summary>
    private static readonly JsonSerializerOptions[] Spellings =
        [new(), new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }];

    [Fact]
    public void The_reference_itself_answers_the_official_suite()
    {
        var cases = OfficialSuite.Cases().ToList();
        var others = OfficialSuite.RemoteDocuments().Concat(MetaSchemaDocuments())
            .Select(document => (document.Uri, JsonElement.Parse(document.Document))).ToList();

        var wrong = cases.Where(c => new ReferenceEvaluator(JsonElement.Parse(c.Schema), others).IsValid(JsonElement.Parse(c.Data)) != c.Fits).ToList();

        output.WriteLine($"{cases.Count} cases, none left out");
        Assert.True(cases.Count >= 1200, $"{cases.Count}");
        Assert.Equal("", string.Join('\n', wrong));
    }

    /// <summary>A few seconds of pairs; more by <c>dotnet test -e FUZZ_SECONDS=60 -e FUZZ_SEED=2</c>.</summary>
    [Fact]
    public void Engine_and_reference_agree_on_thrown_schemas_and_values()
    {
        var settings = Environment.GetEnvironmentVariables();
        var seconds = double.Parse(settings["FUZZ_SECONDS"] as string ?? "4", CultureInfo.InvariantCulture);
        var seed = int.Parse(settings["FUZZ_SEED"] as string ?? "1", CultureInfo.InvariantCulture);
        var watch = Stopwatch.StartNew();
        int pairs = 0, fitting = 0;
        var differences = new List<string>();
        while (watch.Elapsed.TotalSeconds < seconds && differences.Count < 20)
        {
            var dice = new SchemaDice(seed++);
            var text = Encoding.UTF8.GetBytes(dice.Document().ToJsonString());
            var schema = JsonSchema.Compile(text, formats: FormatUse.Annotate);
            var reference = new ReferenceEvaluator(JsonElement.Parse(text));
            for (var i = 0; i < ValuesPerSchema; i++, pairs++)
            {
                var value = dice.Value()?.ToJsonString(Spellings[i % Spellings.Length]) ?? "null";
                var fits = reference.IsValid(JsonElement.Parse(Encoding.UTF8.GetBytes(value)));
                fitting += fits ? 1 : 0;
                differences.AddRange(Difference(schema, value, fits).Select(d => $"seed {seed - 1}: {d}\n  {Encoding.UTF8.GetString(text)}\n  {value}"));
            }
        }

        output.WriteLine($"{pairs} pairs, {fitting} fit, {differences.Count} differences");
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.InRange(fitting, pairs * 3 / 10, pairs * 7 / 10);
    }

    private static IEnumerable<string> Difference(JsonSchema schema, string value, bool fits)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var problems = new List<RecordProblem>();
        schema.Explain(bytes, problems);
        if (schema.IsValid(bytes) != fits)
        {
            yield return $"the reference says {fits}";
        }
        else if (problems.Count == 0 != fits)
        {
            yield return $"explained by {problems.Count} problems though {fits}";
        }
    }

    private static IEnumerable<(string Uri, byte[] Document)> MetaSchemaDocuments()
    {
        var folder = Path.Combine(Repository.Root, "schemas", "metaschemas");
        return Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .Select(file => ("https://json-schema.org/draft/2020-12/" + Path.ChangeExtension(Path.GetRelativePath(folder, file), null).Replace('\\', '/'), File.ReadAllBytes(file)));
    }
}
