using CityOps.Portal.Web;
using Xunit;

namespace CityOps.Tests.Portal;

/// <summary>Files for spreadsheets: what a stranger named a thing is never run.</summary>
public sealed class CsvTests
{
    [Theory]
    [InlineData("=HYPERLINK(\"http://evil\")", "\"'=HYPERLINK(\"\"http://evil\"\")\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("  =1", "\"'  =1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("合肥市, \"东\"", "\"合肥市, \"\"东\"\"\"")]
    [InlineData("", "\"\"")]
    public void A_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(string text, string cell) => Assert.Equal(cell, CsvAnswer.Cell(text));

    [Fact]
    public void A_number_stays_a_number() => Assert.Equal("\"-5\"", CsvAnswer.Cell(-5L));
}
