using System.Text;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Mapping;
using CityOps.Schemas.Records;
using Xunit;

namespace CityOps.Tests.Schemas.Mapping;

public sealed class RowMappingTests
{
    [Fact]
    public void A_complete_row_becomes_a_record_the_judge_takes()
    {
        var made = new AMapping().Mapper().Apply(["A1", "2026-03-31 09:12:05", "路口有垃圾", "示例路1号", "120.1", "36.1", "new"], 1);

        var judged = new RecordJudge(SchemaSet.Standard).Judge(SchemaSet.Standard.Find("MG-01", 1)!, made.Bytes);

        Assert.Empty(judged.Problems);
        Assert.Equal("C-370200:A1", judged.RecordId);
    }

    [Fact]
    public void Values_are_written_in_the_type_of_their_member()
    {
        var (record, _) = new AMapping().Apply();

        Assert.Equal("120.1", record.GetProperty("lon").GetRawText());
        Assert.Equal("false", record.GetProperty("hanging").GetRawText());
        Assert.Equal("\"10\"", record.GetProperty("state").GetRawText());
    }

    [Fact]
    public void A_number_with_a_leading_zero_is_no_number() =>
        Assert.Equal("type", Assert.Single(new AMapping().Field("x", "0120.1").Apply().Problems).Rule);

    [Fact]
    public void Columns_without_a_home_are_kept_apart_under_ext()
    {
        var (record, _) = new AMapping().With("ext", """{ "ward": { "column": "ward" }, "queue": { "column": "queue" } }""").Field("ward", "3").Field("queue", "").Apply();

        Assert.Equal("""{"ward":"3"}""", record.GetProperty("ext").GetRawText());
    }

    [Fact]
    public void A_fault_that_others_derive_from_is_told_once()
    {
        var problems = new AMapping().Field("when", "yesterday").Apply().Problems;

        Assert.Equal("/reportTime", Assert.Single(problems).Pointer);
    }

    [Fact]
    public void What_the_judge_says_of_a_member_is_said_of_the_columns_that_feed_it()
    {
        var problem = new AMapping().Mapper().InColumns(new RecordProblem("/dataTime", "R-G1", "E4001", "甲", "a"));

        Assert.Equal(["when"], problem.Columns);
    }

    [Fact]
    public void A_value_that_stands_for_nothing_is_left_out() =>
        Assert.False(new AMapping().Field("state", "gone").Apply().Record.TryGetProperty("state", out _));

    [Fact]
    public void Null_texts_are_no_values() =>
        Assert.False(new AMapping().With("csv", """{ "nullTexts": ["N/A"] }""").Field("where", "N/A").Apply().Record.TryGetProperty("address", out _));

    [Fact]
    public void A_span_is_counted_in_whole_units_and_never_backwards()
    {
        var mapping = () => new AMapping().Member("deadline", """{ "column": "due", "steps": [{ "date": ["yyyy-MM-dd HH:mm:ss"] }] }""")
            .Member("limitValue", """{ "between": { "from": "reportTime", "to": "deadline", "unit": "hours" } }""");

        Assert.Equal(23, mapping().Field("due", "2026-04-01 09:12:04").Apply().Record.GetProperty("limitValue").GetInt32());
        Assert.Equal("between", Assert.Single(mapping().Field("due", "2026-03-30 09:12:05").Apply().Problems).Rule);
    }

    [Fact]
    public void The_first_source_with_a_value_is_taken() =>
        Assert.Equal("路口有垃圾", new AMapping().Member("remark", """{ "first": [{ "column": "note" }, { "column": "what" }] }""").Field("note", " ").Apply().Record.GetProperty("remark").GetString());

    [Fact]
    public void A_step_that_changes_what_the_data_say_is_declared() =>
        Assert.Equal("lon: rebase 0 → 120: exercise", Assert.Single(
            new AMapping().Member("lon", """{ "column": "x", "steps": [{ "rebase": { "fromOrigin": 0, "toOrigin": 120, "why": "exercise" } }] }""").Compile().Match(m => m.Declared, _ => [])));

    [Fact]
    public void A_given_parameter_replaces_the_files_own()
    {
        var text = Encoding.UTF8.GetBytes("""{ "mapping": 1, "dataset": "MG-01", "parameters": { "platform": "" }, "members": { "sourcePlatform": { "parameter": "platform" } } }""");

        Assert.Contains(Faults([]), field => field.Message.Contains("--set platform", StringComparison.Ordinal));
        Assert.DoesNotContain(Faults(new() { ["platform"] = "C-370200" }), field => field.At.Contains("sourcePlatform", StringComparison.Ordinal));
        Assert.Contains(Faults(new() { ["other"] = "x" }), field => field.At == "/parameters/other");

        IReadOnlyList<CityOps.Schemas.FieldError> Faults(Dictionary<string, string> given) => RowMapping.Compile(text, SchemaSet.Standard, given).Match(_ => [], refusal => refusal.Fields);
    }
}
