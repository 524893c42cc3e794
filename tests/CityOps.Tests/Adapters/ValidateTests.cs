using System.Text;
using CityOps.Node.Verbs;
using CityOps.Node.Verbs.Reporting;
using CityOps.Tests.Schemas;
using Xunit;

namespace CityOps.Tests.Adapters;

public sealed class ValidateTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cityops-validate-").FullName;
    private readonly StringWriter output = new();

    private static string Good => StandardFiles.Example("MG-01", "pass-full").ReplaceLineEndings(" ");

    [Theory]
    [InlineData("a.json", "{0}", 0)]
    [InlineData("a.json", "[{0},\n {0}]", 0)]
    [InlineData("a.json", "{0}\n{0}\n", 0)]
    [InlineData("a.ndjson", "\uFEFF{0}\n\n{0}", 0)]
    [InlineData("a.json", "[{0},{{}}]", 1)]
    [InlineData("a.ndjson", "{0}\n{{\n{0}", 1)]
    [InlineData("a.json", "[{0}", 1)]
    [InlineData("a.json", "[{0},,{0}]", 1)]
    [InlineData("a.json", "[{0}] x", 1)]
    public void The_exit_code_says_whether_all_records_are_valid(string name, string form, int expected) =>
        Assert.Equal(expected, Run(name, string.Format(System.Globalization.CultureInfo.InvariantCulture, form, Good)));

    [Fact]
    public void A_bad_record_is_named_by_the_line_it_begins_in_and_the_causes_are_counted()
    {
        Run("a.json", $"[\n{Good},\n  {{\"dataset\": 1}},\n{Good}\n]");

        Assert.Contains("line 3", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("E3001 required /caseNo", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("3 records: 2 valid, 1 not", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_beyond_the_limit_is_refused_and_the_next_is_read()
    {
        Run("a.ndjson", $"{{\"x\":\"{new string('x', 300 * 1024)}\"}}\n{Good}\n");

        Assert.Contains("E2004 payload-too-large", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("2 records: 1 valid, 1 not", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_is_typed_by_the_schema_and_its_columns_are_named()
    {
        var schema = Write("s.json", """{"type":"object","properties":{"n":{"type":"integer"},"ok":{"type":"boolean"}},"required":["n"]}""");

        var exit = Validate(Write("t.csv", "n,ok\n1,true\n1.5,false\n,true\n2,yes\n"), null, schema);

        Assert.Equal(1, exit);
        Assert.Contains("row 2 (line 3 of the file)", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("E3001 required [n] /n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("E3002 type [ok] /ok", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("4 records: 1 valid, 3 not", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MG-01", "absent.json", "")]
    [InlineData("ZZ-01", "a.json", "{}")]
    [InlineData(null, "a.json", "{}")]
    [InlineData("MG-01", "a.json", " \n")]
    public void What_cannot_be_tried_is_said_in_words(string? dataset, string name, string text)
    {
        var file = name == "absent.json" ? Path.Combine(folder, name) : Write(name, text);

        Assert.Contains(Assert.Throws<VerbException>(() => Validate(file, dataset, null)).Message, c => c >= '\u4e00');
    }

    [Fact]
    public void Chinese_takes_two_cells_and_nothing_of_a_file_steers_the_terminal()
    {
        Assert.Equal(7, WideText.Width("代码a规"));
        Assert.Equal("a·[2Jb·", WideText.Plain("a\u001b[2Jb\u202e"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private int Run(string name, string text) => Validate(Write(name, text), "MG-01", null);

    private int Validate(string file, string? dataset, string? schema) =>
        new ValidateRun(new ValidateOptions(dataset, schema, null, null, Language.English, 10, file), output, TimeProvider.System).Run(CancellationToken.None);

    private string Write(string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text, new UTF8Encoding(false));
        return file;
    }
}
