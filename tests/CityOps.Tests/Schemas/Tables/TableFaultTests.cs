using System.Text;
using CityOps.Adapters.Csv;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Tables;
using Xunit;

namespace CityOps.Tests.Schemas.Tables;

/// <summary>A province's own table: what is wrong is told by row and column, all at once.</summary>
public sealed class TableFaultTests
{
    private const string Head = "中文名,name,type,req,rule\n";
    private const string Key = "点位标识,pointId,V32,Y,id\n";

    [Theory]
    [InlineData("名称,na me,V10,Y,\n", "name")]
    [InlineData("名称,pointId,V10,Y,\n", "name")]
    [InlineData("名称,dataset,V10,Y,\n", "name")]
    [InlineData(",name,V10,Y,\n", "中文名")]
    [InlineData("名称,name,Q10,Y,\n", "type")]
    [InlineData("名称,name,V99999,Y,\n", "type")]
    [InlineData("名称,name,N4,Y,\n", "type")]
    [InlineData("名称,name,A:A:V1,Y,\n", "type")]
    [InlineData("名称,name,E:noSuchList,Y,\n", "type")]
    [InlineData("名称,name,V10,yes,\n", "req")]
    [InlineData("名称,name,V10,Y,≥0\n", "rule")]
    [InlineData("名称,name,I,Y,9–1\n", "rule")]
    [InlineData("名称,name,I,Y,level 7\n", "rule")]
    [InlineData("名称,name,V10,Y,items 1–2\n", "rule")]
    [InlineData("名称,name,V10,Y,pattern ^[a-z]+$\n", "rule")]
    [InlineData("名称,name,V10,Y,pattern ^(?=a)$; sample a\n", "rule")]
    [InlineData("名称,name,V10,Y,pattern ^[a-z]$; sample 1\n", "rule")]
    [InlineData("名称,name,obj,Y,\n", "rule")]
    [InlineData("名称,name,obj,Y,{x}\n", "rule")]
    [InlineData("名称,name,obj,Y,{甲 x:E:noSuchList}\n", "type")]
    [InlineData("名称,name,E:tier,Y,\"codes N,X\"\n", "rule")]
    [InlineData("名称,name,V10,Y\n", "")]
    public void A_fault_names_its_row_and_column_in_both_languages(string row, string column)
    {
        Assert.Null(Read(Head + Key + row, out var faults));

        var fault = Assert.Single(faults);
        Assert.Equal((3, column), (fault.Line, fault.Column));
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", fault.Message);
        Assert.NotEmpty(fault.MessageEn);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        Read(Head + "标识,pointId,Q,Y,\n名称,n-n,V10,Z,\n", out var faults);

        Assert.Equal(["2 type", "3 name", "3 req", "0 key"], faults.Select(fault => $"{fault.Line} {fault.Column}"));
    }

    [Theory]
    [InlineData("中文名,name,type,req\n点位,pointId,V32,Y\n", 1)]
    [InlineData("", 1)]
    public void A_table_without_its_columns_is_refused(string csv, int line)
    {
        Assert.Null(Read(csv, out var faults));

        Assert.Equal(line, faults[0].Line);
    }

    [Fact]
    public void A_file_that_is_not_UTF_8_is_refused()
    {
        var faults = new List<TableFault>();

        Assert.Empty(TableFile.Read([.. Encoding.UTF8.GetBytes(Head), 0xD6, 0xD0], faults));
        Assert.Single(faults);
    }

    [Fact]
    public void Columns_may_come_in_any_order_with_cells_in_quotes_and_a_byte_order_mark()
    {
        var table = Read("\uFEFFname,中文名,rule,type,req\r\npointId,\"点位,标识\",id,V32,Y\r\n", out var faults);

        Assert.Empty(faults);
        Assert.Contains("\"title\": \"点位,标识\"", table!.ToSchema(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_ones_own_becomes_a_schema_the_catalogue_takes_with_examples_that_keep_their_word()
    {
        var table = Read(Head + Key + "水深,depthCm,N6.1,Y,0–500; unit cm; 人工测量\n等级,level,E:level123,,\n范围,area,GEO,,\"geometry Polygon\"\n", out var faults);

        Assert.Empty(faults);
        var version = SchemaSet.Compile([Encoding.UTF8.GetBytes(table!.ToSchema())]).Find("AH-01", 1)!;
        Assert.Equal("积水实测", version.Title);
        Assert.Contains("fail-code-unknown.json", table.ToExamples().Select(example => example.Name));
        Assert.Contains("\"depthCm\": { \"title\": \"水深\", \"description\": \"人工测量\", \"type\": \"number\", \"minimum\": 0, \"maximum\": 500, \"multipleOf\": 0.1, \"x-unit\": \"cm\" }", table.ToSchema(), StringComparison.Ordinal);
    }

    private static DatasetTable? Read(string csv, out List<TableFault> faults)
    {
        faults = [];
        var rows = TableFile.Read(Encoding.UTF8.GetBytes(csv), faults);
        return DatasetTable.Read(new DatasetMeta { Code = "AH-01", Title = "积水实测", Key = ["pointId"] }, rows, CodeLists.Standard, faults);
    }
}
