using System.Text;
using CityOps.Adapters.Csv;
using CityOps.Schemas.Mapping;
using Xunit;

namespace CityOps.Tests.Adapters;

public sealed class CsvRowsTests
{
    [Fact]
    public void Quotes_may_hold_separators_quotes_and_line_breaks()
    {
        var row = Read("a,b\n\"1,2\",\"say \"\"x\"\"\nand go\"\n").Single();

        Assert.Equal(["1,2", "say \"x\"\nand go"], row.Fields);
        Assert.Null(row.Fault);
    }

    [Fact]
    public void A_row_is_named_by_its_number_and_the_line_it_begins_in() =>
        Assert.Equal([(1, 2), (2, 4), (3, 6)], Read("a,b\n1,\"x\ny\"\n2,2\n\n3,3\n").Select(row => ((int)row.Number, (int)row.Line)));

    [Theory]
    [InlineData("\uFEFFa,b\r\n1,2\r\n")]
    [InlineData("a,b\n1,2")]
    [InlineData(" a , b \n1,2\n")]
    public void Marks_line_ends_and_spaces_around_names_do_not_matter(string text)
    {
        using var rows = new CsvRows(Stream(text), CsvShape.Usual);

        Assert.Equal(["a", "b"], rows.Header);
        Assert.Equal(["1", "2"], rows.Read().Single().Fields);
    }

    [Theory]
    [InlineData("a,b\n1\n3,4\n", "csv-columns")]
    [InlineData("a,b\n1,2,3\n3,4\n", "csv-columns")]
    [InlineData("a,b\n1,x\"y\n3,4\n", "csv-quote")]
    [InlineData("a,b\n1,\"x\"y\n3,4\n", "csv-quote")]
    [InlineData("a,b\n1,x\0y\n3,4\n", "csv-nul")]
    public void A_faulty_row_is_told_and_the_next_is_read(string text, string rule)
    {
        var rows = Read(text).ToList();

        Assert.Equal([rule, null], rows.Select(row => row.Fault?.Rule));
        Assert.Equal(["3", "4"], rows[1].Fields);
    }

    [Fact]
    public void Bytes_of_another_encoding_are_the_faults_of_their_row()
    {
        byte[] text = [.. "a,b\n1,"u8, 0xB3, 0xC7, .. "\n3,4\n"u8];

        var rows = Rows(text, CsvShape.Usual).ToList();

        Assert.Equal(["csv-encoding", null], rows.Select(row => row.Fault?.Rule));
        Assert.Contains("b", rows[0].Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GB18030_is_read_where_it_is_declared()
    {
        byte[] text = [.. "a,b\n1,"u8, 0xB3, 0xC7, 0xCA, 0xD0, .. "\n"u8];

        Assert.Equal(["1", "城市"], Rows(text, CsvShape.Usual with { Encoding = "gb18030" }).Single().Fields);
    }

    [Fact]
    public void A_quote_that_never_closes_ends_the_reading_with_its_row()
    {
        var rows = Read("a,b\n1,2\n3,\"4\n5,6\n").ToList();

        Assert.Equal([null, "csv-quote"], rows.Select(row => row.Fault?.Rule));
        Assert.True(rows[1].Ends);
        Assert.Equal(3, rows[1].Line);
    }

    [Fact]
    public void A_row_longer_than_the_limit_ends_the_reading()
    {
        var rows = Read("a,b\n1,2\n3,\"" + new string('x', 3 * CsvRows.LongestRow)).ToList();

        Assert.Equal([null, "csv-row"], rows.Select(row => row.Fault?.Rule));
        Assert.True(rows[1].Ends);
    }

    [Fact]
    public void A_table_without_header_has_numbered_columns()
    {
        using var rows = new CsvRows(Stream("1;2\n3;4\n"), CsvShape.Usual with { Delimiter = ';', HasHeader = false });

        Assert.Equal(["1", "2"], rows.Header);
        Assert.Equal(["1", "3"], rows.Read().Select(row => row.Fields[0]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"a,b\n1,2\n")]
    [InlineData("a\0,b\n1,2\n")]
    public void A_file_without_a_readable_header_is_refused_in_words(string text) =>
        Assert.Contains(Assert.Throws<CsvException>(() => Read(text).ToList()).Message, c => c >= '\u4e00');

    private static IEnumerable<CsvRow> Read(string text) => Rows(Encoding.UTF8.GetBytes(text), CsvShape.Usual);

    private static IEnumerable<CsvRow> Rows(byte[] text, CsvShape shape)
    {
        using var rows = new CsvRows(new MemoryStream(text), shape);
        foreach (var row in rows.Read())
        {
            yield return row;
        }
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
