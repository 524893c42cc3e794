using System.Text;
using System.Text.Json.Nodes;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;
using Xunit;

namespace CityOps.Tests.Schemas.Tables;

public sealed class FieldUseTests
{
    private const string Lists = "list,title,edition,open,source\ncaseState,案件状态,x,,designed\n";
    private const string Codes = "list,code,name,validFrom,validTo,successor,note\ncaseState,80,已结案,,2026-01-01,81,\ncaseState,81,强制结案,2026-01-01,,,\n";

    [Fact]
    public void A_wrong_code_is_told_the_nearest_ones_with_their_names()
    {
        var problem = Assert.Single(Judge("MG-01", "pass-full", record => record["state"] = "4").Problems);

        Assert.Equal(("/state", "E3004"), (problem.Pointer, problem.Code));
        Assert.Contains("最接近：40 待处置, 41 处置中", problem.Message, StringComparison.Ordinal);
        Assert.Contains("nearest: 40, 41, 42", problem.MessageEn, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_code_inside_a_list_of_objects_is_told_the_nearest_ones_too()
    {
        var problem = Assert.Single(Judge("OP-06", "pass-full", record => record["adjustLog"]![0]!["toLevel"] = "11").Problems);

        Assert.Equal("/adjustLog/0/toLevel", problem.Pointer);
        Assert.Contains("1 红色(Ⅰ)", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BG-06", "orgCode", "11340100MB12345670")]
    [InlineData("EX-08", "uscc", "11340100MB12345670")]
    public void A_credit_code_with_a_wrong_check_character_is_refused(string dataset, string member, string value)
    {
        var problem = Assert.Single(Judge(dataset, "pass-full", record =>
        {
            record["recordId"] = record["recordId"]!.GetValue<string>().Replace(record[member]!.GetValue<string>(), value, StringComparison.Ordinal);
            record[member] = value;
        }).Problems);

        Assert.Equal(($"/{member}", "E3007"), (problem.Pointer, problem.Code));
    }

    [Theory]
    [InlineData("80", "2026-01-01T23:59:59+08:00", null)]
    [InlineData("80", "2026-01-02T00:00:00+08:00", "81")]
    [InlineData("81", "2025-12-31T23:59:59+08:00", "")]
    [InlineData("81", "2026-01-01T00:00:00+08:00", null)]
    public void A_code_outside_its_days_is_refused_and_its_successor_named(string state, string dataTime, string? successor)
    {
        var codes = CodeLists.Parse(Lists, Codes);
        var set = SchemaSet.Compile([StandardFiles.Dataset("MG-01").SchemaBytes], codes);
        var record = JsonNode.Parse(StandardFiles.Example("MG-01", "pass-minimal"))!;
        (record["state"], record["dataTime"], record["updateTime"]) = (state, dataTime, "2026-05-01T00:00:00+08:00");

        // A state without its times breaks other rules too; here only its code matters.
        var problems = new RecordJudge(set).Judge(set.Find("MG-01", 1)!, Compact(record)).Problems.Where(problem => problem.Keyword != "R-MG1").ToList();

        if (successor is null)
        {
            Assert.Empty(problems);
            return;
        }

        var problem = Assert.Single(problems);
        Assert.Equal(("/state", "E4102", "R-G7"), (problem.Pointer, problem.Code, problem.Keyword));
        Assert.Contains(successor, problem.Message, StringComparison.Ordinal);
    }

    private static JudgedRecord Judge(string dataset, string example, Action<JsonNode> change)
    {
        var record = JsonNode.Parse(StandardFiles.Example(dataset, example))!;
        change(record);
        return new RecordJudge(SchemaSet.Standard).Judge(StandardFiles.Dataset(dataset), Compact(record));
    }

    private static ReadOnlyMemory<byte> Compact(JsonNode record)
    {
        var compact = new System.Buffers.ArrayBufferWriter<byte>();
        Assert.Null(RecordText.Compact(Encoding.UTF8.GetBytes(record.ToJsonString()), compact, RecordLimits.Standard));
        return compact.WrittenMemory;
    }
}
