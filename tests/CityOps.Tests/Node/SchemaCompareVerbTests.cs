using System.CommandLine;
using System.Text.Json;
using CityOps.Node.Verbs;
using CityOps.Tests.Schemas.Evolution;
using Xunit;

namespace CityOps.Tests.Node;

public sealed class SchemaCompareVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("compare").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void It_tells_people_every_difference_with_a_record_and_ends_with_one()
    {
        var newer = Kept(Versions.Edited(root => root.Property("urgency")["enum"]!.AsArray().RemoveAt(3)));

        var (code, output, _) = Run("MG-01.v1", newer);

        Assert.Equal(1, code);
        Assert.Contains("字段 /urgency", output, StringComparison.Ordinal);
        Assert.Contains("反例 counterexample: {\"dataset\":\"MG-01\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public void It_tells_machines_the_same()
    {
        var newer = Kept(Versions.Edited(root => root.Property("urgency")["enum"]!.AsArray().RemoveAt(3)));

        var (_, output, _) = Run("MG-01.v1", newer, "--json", "--reading", "backward");

        var verdict = JsonDocument.Parse(output).RootElement;
        Assert.Equal("incompatible", verdict.GetProperty("answer").GetString());
        Assert.Equal("/urgency", Assert.Single(verdict.GetProperty("differences").EnumerateArray()).GetProperty("pointer").GetString());
    }

    [Fact]
    public void Its_exit_code_tells_the_verdict()
    {
        var older = Kept(Versions.Bytes("""{ "properties": { "a": { "type": "string", "not": { "pattern": "^x" } } } }"""));
        var newer = Kept(Versions.Bytes("""{ "properties": { "a": { "type": "string", "not": { "pattern": "^xx" } } } }"""));

        Assert.Equal(0, Run("MG-01.v1", "MG-01.v1").Code);
        Assert.Equal(1, Run("MG-01.v1", older).Code);
        Assert.Equal(3, Run(older, newer, "--reading", "backward").Code);
        Assert.Equal(2, Run("MG-01.v1", Path.Combine(folder, "none.json")).Code);
        Assert.Equal(2, Run("MG-01.v1", Kept("""{ "type": "word" }"""u8.ToArray())).Code);
    }

    [Fact]
    public void Earlier_versions_are_compared_as_well()
    {
        var first = Kept(Versions.Bytes("""{ "maxLength": 9 }"""));
        var second = Kept(Versions.Bytes("""{ "maxLength": 5 }"""));
        var third = Kept(Versions.Bytes("""{ "maxLength": 6 }"""));

        Assert.Equal(0, Run(second, third, "--reading", "backward").Code);
        Assert.Equal(1, Run(second, third, "--reading", "backward", "--earlier", first).Code);
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = SchemaCompareVerb.Make().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    private string Kept(byte[] schema)
    {
        var file = Path.Combine(folder, $"{Directory.GetFiles(folder).Length}.json");
        File.WriteAllBytes(file, schema);
        return file;
    }
}
