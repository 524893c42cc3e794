using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Mapping;
using CityOps.Schemas.Mapping.Suggesting;
using Xunit;

namespace CityOps.Tests.Schemas.Mapping;

public sealed class MappingDraftTests
{
    [Fact]
    public void Chinese_headings_find_their_members()
    {
        var draft = Draft(
            "工单编号,问题来源,问题描述,位置描述,经度,纬度,状态,上报时间,办结时间,责任单位,是否督办,天气",
            "A001,12345热线,路灯不亮,人民路1号,117.21,31.85,已结案,2026/3/1 9:00,2026/3/2 10:00,市政处,否,晴",
            "A002,微信,占道经营,人民路2号,117.22,31.86,待处置,2026/3/1 9:30,,城管局,是,雨");

        Assert.Equal(
            ["caseNo", "sourceCode", "description", "address", "lon", "lat", "state", "reportTime", "closeTime", "disposeOrgName", "supervised", null],
            draft.Columns.Select(column => column.Member));
        Assert.All(draft.Columns.Where(column => column.Member is not null), column => Assert.InRange(column.Confidence, 0.6, 1));
    }

    [Fact]
    public void A_name_alone_does_not_make_words_a_time_or_a_code()
    {
        var draft = Draft("上报时间,状态,经度", "昨天,蓝,很东", "前天,绿,很西");

        Assert.All(draft.Columns, column => Assert.Null(column.Member));
    }

    [Fact]
    public void Every_required_member_without_a_column_is_listed_and_the_file_says_so()
    {
        var draft = Draft("工单编号,上报时间", "A1,2026-03-31 09:00:00", "A2,2026-03-31 09:01:00");

        var faults = RowMapping.Compile(draft.ToJson(), SchemaSet.Standard).Match(_ => [], refusal => refusal.Fields);

        Assert.Contains("gridCode", draft.Missing.Select(member => member.Name));
        Assert.All(draft.Missing, member => Assert.Contains(faults, fault => fault.At == $"/members/{member.Name}"));
    }

    [Fact]
    public void A_proposal_is_a_mapping_file_once_the_gaps_are_filled()
    {
        var header = string.Join(',', MemberShape.Read(SchemaSet.Standard.Find("MG-01", 1)!.SchemaBytes).Where(m => m.Required).Skip(10).Select(m => m.Title));
        var draft = Draft(header, "A1,02,E,01,10,灯不亮,人民路1号,117.2,31.8,340104001001001,340104,1,10,2,2026-03-31 09:00:00,0,否,0,否");

        var given = new Dictionary<string, string> { ["platform"] = "C-340100", ["region"] = "340104" };
        var faults = RowMapping.Compile(draft.ToJson(), SchemaSet.Standard, given).Match(_ => [], refusal => refusal.Fields);

        Assert.Empty(draft.Missing);
        Assert.Empty(faults);
    }

    private static MappingDraft Draft(string header, params string[] rows)
    {
        var profiles = header.Split(',').Select(name => new ColumnProfile(name)).ToArray();
        foreach (var fields in rows.Select(row => row.Split(',')))
        {
            for (var i = 0; i < profiles.Length; i++)
            {
                profiles[i].Take(fields[i]);
            }
        }

        return MappingDraft.Of(SchemaSet.Standard.Find("MG-01", 1)!, CsvShape.Usual, profiles);
    }
}
