using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;
using Xunit;

namespace CityOps.Tests.Schemas;

public sealed class RecordJudgeTests
{
    [Fact]
    public void A_good_record_keeps_its_own_bytes_and_shows_its_header()
    {
        var text = StandardFiles.Example("MG-01", "pass-full");

        var record = StandardFiles.Judge("MG-01", text).Record!;

        Assert.Equal(
            new RecordHeader(
                "MG-01", "1.0.0", "C-370200:3702022026033100017", "C-370200", RegionCode.Parse("370202"),
                new DateTimeOffset(2026, 3, 31, 1, 12, 5, TimeSpan.Zero), new DateTimeOffset(2026, 3, 31, 2, 2, 40, TimeSpan.Zero), 'U', 4, '2'),
            record.Header);
        Assert.Equal(JsonNode.Parse(text)!.ToJsonString(), JsonNode.Parse(record.Bytes.Span)!.ToJsonString());
        Assert.Equal(SHA256.HashData(record.Bytes.Span), record.Digest);
        Assert.Equal([RegionCode.Parse("370202")], record.Regions);
    }

    [Fact]
    public void A_task_concerns_the_regions_it_is_addressed_to() =>
        Assert.Equal(["370000", "340000"], StandardFiles.Judge("SI-01", StandardFiles.Example("SI-01", "pass-full")).Record!.Regions.Select(region => region.ToString()));

    [Fact]
    public void A_deleted_task_names_no_addressee_and_goes_by_its_own_region() =>
        Assert.Equal([RegionCode.Nation], StandardFiles.Judge("SI-01", StandardFiles.Example("SI-01", "pass-deleted")).Record!.Regions);

    [Theory]
    [InlineData("dataset", "\"MG-02\"", "/dataset", "E3006")]
    [InlineData("schemaVersion", "\"2.0.0\"", "/schemaVersion", "E2006")]
    [InlineData("schemaVersion", "\"10.0.0\"", "/schemaVersion", "E2006")]
    [InlineData("recordId", "\"C-370200:3702022026033100018\"", "/recordId", "E3006")]
    [InlineData("recordId", "\"C-370200:37020220260331000170\"", "/recordId", "E3006")]
    [InlineData("recordId", "\"C-370200/3702022026033100017\"", "/recordId", "E3006")]
    [InlineData("recordId", "\"3702022026033100017\"", "/recordId", "E3006")]
    [InlineData("sourcePlatform", "\"C-370100\"", "/recordId", "E3006")]
    [InlineData("caseNo", "\"3702022026033100018\"", "/recordId", "E3006")]
    [InlineData("dataTime", "\"2026-03-31T10:02:41.001+08:00\"", "/dataTime", "E4001")]
    [InlineData("dataTime", "\"2026-03-31T01:12:05Z\"", "/dataTime", "E3002")]
    [InlineData("updateTime", "\"2026-03-31T11:02:40+09:00\"", "/updateTime", "E3002")]
    [InlineData("updateTime", "\"2026-12-31T23:59:60+08:00\"", "/updateTime", "E3002")]
    [InlineData("updateTime", "1774922560", "/updateTime", "E3002")]
    [InlineData("closeTime", "\"2026-03-31T12:00:00\"", "/closeTime", "E3002")]
    [InlineData("reworkTimes", "\"0\"", "/reworkTimes", "E3002")]
    [InlineData("lon", "20.3", "/lon", "E3003")]
    [InlineData("rev", "0", "/rev", "E3003")]
    [InlineData("rev", "9007199254740992", "/rev", "E3003")]
    [InlineData("rev", "4.0", "/rev", "E3006")]
    [InlineData("rev", "4e0", "/rev", "E3006")]
    [InlineData("op", "\"X\"", "/op", "E3004")]
    [InlineData("regionCode", "\"３７０２０２\"", "/regionCode", "E3003")]
    [InlineData("description", "\"a\\u0000b\"", "/description", "E3003")]
    [InlineData("description", "\"a\\tb\"", "/description", "E3003")]
    [InlineData("description", "\"a\u007fb\"", "/description", "E3003")]
    [InlineData("lon", "120.37123451", "/lon", "E3003")]
    [InlineData("ext", "[]", "/ext", "E3002")]
    public void A_member_that_breaks_a_rule_is_named_with_its_code(string member, string value, string pointer, string code)
    {
        var judged = StandardFiles.Judge("MG-01", With(member, value));

        Assert.Null(judged.Record);
        var problem = Assert.Single(judged.Problems.DistinctBy(problem => (problem.Pointer, problem.Code)));
        Assert.Equal((pointer, code), (problem.Pointer, problem.Code));
    }

    [Theory]
    [InlineData("schemaVersion", "\"1.7.3\"")]
    [InlineData("dataTime", "\"2026-03-31T10:02:41+08:00\"")]
    [InlineData("recordId", "\"\\u0043-370200:3702022026033100017\"")]
    [InlineData("sourcePlatform", "\"C\\u002D370200\"")]
    [InlineData("op", "\"\\u0055\"")]
    [InlineData("description", "\"第一行\\n第二行 \\u8def\"")]
    [InlineData("lon", "120.37123450")]
    [InlineData("ext", "{\"a\":{\"dataset\":[\"}\"]}}")]
    public void A_member_may_be_written_so(string member, string value) =>
        Assert.Empty(StandardFiles.Judge("MG-01", With(member, value)).Problems);

    [Fact]
    public void Escaped_member_names_and_values_mean_what_they_stand_for()
    {
        var text = StandardFiles.Example("MG-01", "pass-deleted").Replace("\"op\": \"D\"", """ "\u006fp": "\u0044" """, StringComparison.Ordinal);

        var judged = StandardFiles.Judge("MG-01", text);

        Assert.Empty(judged.Problems);
        Assert.True(judged.Record!.Header.IsDelete);
    }

    [Fact]
    public void Every_problem_of_a_record_is_told_at_once_and_its_id_with_them()
    {
        var record = JsonNode.Parse(StandardFiles.Example("MG-01", "pass-full"))!.AsObject();
        record.Remove("address");
        record["state"] = "99";
        record["weather"] = "晴";
        record["dataset"] = "MG-02";

        var judged = StandardFiles.Judge("MG-01", record.ToJsonString());

        Assert.Equal("C-370200:3702022026033100017", judged.RecordId);
        Assert.Equal(
            ["/address E3001", "/dataset E3006", "/state E3004", "/weather E3005"],
            judged.Problems.Select(problem => $"{problem.Pointer} {problem.Code}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("{\"op\":\"D\"}")]
    [InlineData("{\"recordId\":1,\"caseNo\":{},\"op\":[]}")]
    public void What_is_no_record_at_all_gets_problems_and_no_exception(string text)
    {
        var judged = StandardFiles.Judge("MG-01", text);

        Assert.Null(judged.Record);
        Assert.Null(judged.RecordId);
        Assert.NotEmpty(judged.Problems);
    }

    [Fact]
    public void Text_cut_short_or_damaged_is_judged_without_an_exception()
    {
        var judge = new RecordJudge(SchemaSet.Standard);
        var whole = Encoding.UTF8.GetBytes(JsonNode.Parse(StandardFiles.Example("MG-01", "pass-full"))!.ToJsonString());

        Assert.All(Enumerable.Range(0, whole.Length), length =>
            Assert.NotEmpty(judge.Judge(StandardFiles.Dataset("MG-01"), whole.AsMemory(0, length)).Problems));
    }

    private static string With(string member, string value)
    {
        var record = JsonNode.Parse(StandardFiles.Example("MG-01", "pass-full"))!.AsObject();
        record[member] = "(here)";
        return record.ToJsonString().Replace("\"(here)\"", value, StringComparison.Ordinal);
    }
}
